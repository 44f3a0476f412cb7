using System;
using System.Buffers.Binary;
using System.Text;

using Runtime.Syscalls;

namespace Runtime.Shim.Wire;

/// <summary>A protobuf message being written. Values that are the default are left out, as proto3 has it.</summary>
internal sealed class MessageWriter
{
    private const int VarintType = 0;
    private const int Fixed64Type = 1;
    private const int BytesType = 2;
    private const int LongestVarint = 10;

    private byte[] _bytes = new byte[128];
    private int _length;

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    public void WriteNumber(int field, ulong value)
    {
        if (value != 0)
        {
            WriteTag(field, VarintType);
            WriteVarint(value);
        }
    }

    public void WriteBoolean(int field, bool value)
    {
        WriteNumber(field, value ? 1UL : 0);
    }

    public void WriteDouble(int field, double value)
    {
        if (value != 0)
        {
            WriteTag(field, Fixed64Type);
            Reserve(sizeof(double));
            BinaryPrimitives.WriteDoubleLittleEndian(_bytes.AsSpan(_length), value);
            _length += sizeof(double);
        }
    }

    public void WriteText(int field, string value)
    {
        if (value.Length > 0)
        {
            WriteBytes(field, Encoding.UTF8.GetBytes(value));
        }
    }

    /// <summary>Present even when empty.</summary>
    public void WriteBytes(int field, ReadOnlySpan<byte> value)
    {
        WriteTag(field, BytesType);
        WriteVarint((ulong)value.Length);
        Reserve(value.Length);
        value.CopyTo(_bytes.AsSpan(_length));
        _length += value.Length;
    }

    /// <summary>Numbers in one field, packed.</summary>
    public void WriteNumbers(int field, ReadOnlySpan<ulong> values)
    {
        if (values.Length > 0)
        {
            int start = Begin(field);
            foreach (ulong value in values)
            {
                WriteVarint(value);
            }

            End(start);
        }
    }

    /// <summary>A message in a field, present even when empty: what is written until <see cref="End"/>.</summary>
    public int Begin(int field)
    {
        WriteTag(field, BytesType);
        return _length;
    }

    public void End(int start)
    {
        Span<byte> size = stackalloc byte[LongestVarint];
        int digits = Encode((ulong)(_length - start), size);
        Reserve(digits);
        _bytes.AsSpan(start, _length - start).CopyTo(_bytes.AsSpan(start + digits));
        size[..digits].CopyTo(_bytes.AsSpan(start));
        _length += digits;
    }

    /// <summary>google.protobuf.Timestamp.</summary>
    public void WriteTime(int field, timespec time)
    {
        int start = Begin(field);
        WriteNumber(1, (ulong)time.tv_sec);
        WriteNumber(2, (ulong)time.tv_nsec);
        End(start);
    }

    /// <summary>google.protobuf.Any.</summary>
    public void WriteAny(int field, string type, ReadOnlySpan<byte> value)
    {
        int start = Begin(field);
        WriteText(1, type);
        WriteBytes(2, value);
        End(start);
    }

    private void WriteTag(int field, int type)
    {
        WriteVarint(((ulong)field << 3) | (uint)type);
    }

    private void WriteVarint(ulong value)
    {
        Reserve(LongestVarint);
        _length += Encode(value, _bytes.AsSpan(_length));
    }

    private static int Encode(ulong value, Span<byte> target)
    {
        int length = 0;
        for (; value > 0x7f; value >>= 7)
        {
            target[length++] = (byte)(value | 0x80);
        }

        target[length++] = (byte)value;
        return length;
    }

    private void Reserve(int count)
    {
        if (_length + count > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + count));
        }
    }
}
