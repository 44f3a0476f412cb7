using System;
using System.Buffers.Binary;
using System.Text;

namespace Runtime.Resources;

/// <summary>Reads what <see cref="BusWriter"/> writes. Only as much of the format as the answers of systemd need.</summary>
internal ref struct BusReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public int Position { get; private set; }

    public byte ReadByte()
    {
        return Take(1)[0];
    }

    public uint ReadUInt32()
    {
        Align(4);
        return BinaryPrimitives.ReadUInt32LittleEndian(Take(4));
    }

    /// <summary>Also an object path.</summary>
    public string ReadString()
    {
        int length = checked((int)ReadUInt32());
        string text = Encoding.UTF8.GetString(Take(length));
        _ = Take(1);
        return text;
    }

    public string ReadSignature()
    {
        string text = Encoding.ASCII.GetString(Take(ReadByte()));
        _ = Take(1);
        return text;
    }

    /// <summary>A variant that holds a string.</summary>
    public string ReadStringVariant()
    {
        string signature = ReadSignature();
        return signature is "s" or "o" ? ReadString() : throw new BusException("a string was expected and not a value of type " + signature);
    }

    public void Align(int alignment)
    {
        _ = Take(-Position & (alignment - 1));
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > _bytes.Length - Position)
        {
            throw new BusException("a message ends too soon");
        }

        Position += count;
        return _bytes.Slice(Position - count, count);
    }
}
