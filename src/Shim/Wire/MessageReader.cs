using System;
using System.Buffers.Binary;
using System.Text;

namespace Runtime.Shim.Wire;

/// <summary>
/// The fields of a protobuf message, one after the other: <c>while (reader.Next()) switch (reader.Field)</c>. Fields that nobody asks for are passed over, as the format wants it.
/// </summary>
internal ref struct MessageReader
{
    private const int BitsPerByte = 7;
    private const int LongestVarint = 10;
    private const int VarintType = 0;
    private const int Fixed64Type = 1;
    private const int BytesType = 2;
    private const int Fixed32Type = 5;

    private static readonly UTF8Encoding s_strict = new(false, true);

    private ReadOnlySpan<byte> _rest;
    private ReadOnlySpan<byte> _bytes;
    private ulong _number;
    private int _type;

    public MessageReader(ReadOnlySpan<byte> message)
    {
        _rest = message;
    }

    public int Field { get; private set; }

    /// <summary>False at the end of the message.</summary>
    /// <exception cref="WireException">It is cut off, or no message at all.</exception>
    public bool Next()
    {
        if (_rest.IsEmpty)
        {
            return false;
        }

        ulong tag = ReadVarint();
        Field = (int)Math.Min(tag >> 3, int.MaxValue);
        _type = (int)(tag & 7);
        _bytes = default;
        _number = 0;
        switch (_type)
        {
            case VarintType:
                _number = ReadVarint();
                break;
            case Fixed64Type:
                _number = BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong)));
                break;
            case BytesType:
                _bytes = Take(ReadVarint());
                break;
            case Fixed32Type:
                _number = BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint)));
                break;
            default:
                throw new WireException("reading a message: a field of no known type");
        }

        if (Field == 0)
        {
            throw new WireException("reading a message: a field without a number");
        }

        return true;
    }

    /// <summary>Whether it is a text, bytes or a message, and no number.</summary>
    public readonly bool IsBytes => _type == BytesType;

    public readonly ulong Number => _type == BytesType ? throw Mismatch() : _number;

    public readonly uint UInt32 => (uint)Number;

    public readonly bool Boolean => Number != 0;

    public readonly ReadOnlySpan<byte> Bytes => _type == BytesType ? _bytes : throw Mismatch();

    public readonly string Text
    {
        get
        {
            try
            {
                return s_strict.GetString(Bytes);
            }
            catch (DecoderFallbackException)
            {
                throw new WireException("reading a message: a text that is not UTF-8");
            }
        }
    }

    private static WireException Mismatch()
    {
        return new WireException("reading a message: a field of another type than it should have");
    }

    private ulong ReadVarint()
    {
        ulong value = 0;
        for (int i = 0; i < LongestVarint && i < _rest.Length; i++)
        {
            value |= (ulong)(_rest[i] & 0x7f) << (i * BitsPerByte);
            if ((_rest[i] & 0x80) == 0)
            {
                _rest = _rest[(i + 1)..];
                return value;
            }
        }

        throw new WireException("reading a message: a number without an end");
    }

    private ReadOnlySpan<byte> Take(ulong length)
    {
        if (length > (ulong)_rest.Length)
        {
            throw new WireException("reading a message: it is cut off");
        }

        ReadOnlySpan<byte> taken = _rest[..(int)length];
        _rest = _rest[(int)length..];
        return taken;
    }
}
