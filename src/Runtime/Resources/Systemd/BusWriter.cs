using System;
using System.Buffers.Binary;
using System.Text;

namespace Runtime.Resources;

/// <summary>
/// Values in the wire format of the D-Bus specification (Marshaling), little-endian: each aligned to its own size,
/// counted from the start of what is written.
/// </summary>
internal sealed class BusWriter
{
    private byte[] _bytes = new byte[512];
    private int _length;

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    public void WriteByte(byte value)
    {
        Take(1)[0] = value;
    }

    public void WriteBoolean(bool value)
    {
        WriteUInt32(value ? 1u : 0u);
    }

    public void WriteUInt16(ushort value)
    {
        Align(2);
        BinaryPrimitives.WriteUInt16LittleEndian(Take(2), value);
    }

    public void WriteUInt32(uint value)
    {
        Align(4);
        BinaryPrimitives.WriteUInt32LittleEndian(Take(4), value);
    }

    public void WriteUInt64(ulong value)
    {
        Align(8);
        BinaryPrimitives.WriteUInt64LittleEndian(Take(8), value);
    }

    public void WriteDouble(double value)
    {
        WriteUInt64(BitConverter.DoubleToUInt64Bits(value));
    }

    /// <summary>Also an object path: both have a length before and a NUL behind.</summary>
    public void WriteString(string value)
    {
        int length = Encoding.UTF8.GetByteCount(value);
        WriteUInt32((uint)length);
        Span<byte> target = Take(length + 1);
        _ = Encoding.UTF8.GetBytes(value, target);
        target[length] = 0;
    }

    public void WriteSignature(string value)
    {
        WriteByte(checked((byte)value.Length));
        Span<byte> target = Take(value.Length + 1);
        _ = Encoding.ASCII.GetBytes(value, target);
        target[value.Length] = 0;
    }

    /// <summary>A struct or the entry of a dictionary follows.</summary>
    public void BeginStruct()
    {
        Align(8);
    }

    /// <summary>The elements of an array follow, then <see cref="EndArray"/>.</summary>
    /// <param name="alignment">Of an element; the gap before the first is not part of the array's length.</param>
    public BusArray BeginArray(int alignment)
    {
        WriteUInt32(0);
        int length = _length - sizeof(uint);
        Align(alignment);
        return new BusArray(length, _length);
    }

    public void EndArray(BusArray array)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_bytes.AsSpan(array.Length), (uint)(_length - array.Start));
    }

    public void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Take(bytes.Length));
    }

    public void Align(int alignment)
    {
        Take(-_length & (alignment - 1)).Clear();
    }

    private Span<byte> Take(int count)
    {
        if (_length + count > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + count));
        }

        _length += count;
        return _bytes.AsSpan(_length - count, count);
    }
}

/// <summary>An array that is being written.</summary>
/// <param name="Length">Where its length is.</param>
/// <param name="Start">Where its first element is.</param>
internal readonly record struct BusArray(int Length, int Start);
