using System;
using System.Buffers.Binary;

namespace Runtime.Shim.Wire;

/// <summary>
/// Cuts a stream of bytes into ttrpc frames: length (4, big endian), stream (4), type (1), flags (1), data. What is too long is passed over and told as
/// <see cref="Frame.IsTooLong"/>; the connection goes on.
/// </summary>
internal sealed class FrameReader
{
    public const int HeaderLength = 10;
    public const int LongestData = 4 << 20;
    private const int SmallestBuffer = 4096;

    private byte[] _buffer = [];
    private int _length;
    private uint _toSkip;

    /// <summary>Where the next bytes go; tell <see cref="Advance"/> how many came.</summary>
    public Span<byte> Free
    {
        get
        {
            int wanted = Math.Max(SmallestBuffer, PendingLength());
            if (_buffer.Length < wanted || _length == _buffer.Length)
            {
                Array.Resize(ref _buffer, Math.Max(wanted, _length == _buffer.Length ? _length * 2 : 0));
            }

            return _buffer.AsSpan(_length);
        }
    }

    public void Advance(int count)
    {
        _length += count;
    }

    /// <summary>The next whole frame; null until more has come.</summary>
    public Frame? Next()
    {
        Skip();
        if (_length < HeaderLength)
        {
            Shrink();
            return null;
        }

        uint length = BinaryPrimitives.ReadUInt32BigEndian(_buffer);
        uint stream = BinaryPrimitives.ReadUInt32BigEndian(_buffer.AsSpan(4));
        byte type = _buffer[8];
        byte flags = _buffer[9];
        if (length > LongestData)
        {
            Drop(HeaderLength);
            _toSkip = length;
            Skip();
            return new Frame(stream, type, flags, [], true);
        }

        if (_length < HeaderLength + length)
        {
            return null;
        }

        byte[] data = _buffer.AsSpan(HeaderLength, (int)length).ToArray();
        Drop(HeaderLength + (int)length);
        return new Frame(stream, type, flags, data, false);
    }

    private int PendingLength()
    {
        if (_toSkip > 0 || _length < HeaderLength)
        {
            return 0;
        }

        uint length = BinaryPrimitives.ReadUInt32BigEndian(_buffer);
        return length > LongestData ? 0 : HeaderLength + (int)length;
    }

    private void Skip()
    {
        int count = (int)Math.Min(_toSkip, (uint)_length);
        Drop(count);
        _toSkip -= (uint)count;
    }

    private void Drop(int count)
    {
        _buffer.AsSpan(count, _length - count).CopyTo(_buffer);
        _length -= count;
    }

    // A connection is idle for days: it keeps no buffer.
    private void Shrink()
    {
        if (_length == 0)
        {
            _buffer = [];
        }
    }
}

/// <summary>A ttrpc frame.</summary>
/// <param name="Stream">Of the call; a client's are odd.</param>
/// <param name="Type">1 request, 2 response, 3 data.</param>
/// <param name="Flags">Of streaming calls.</param>
/// <param name="Data">The message.</param>
/// <param name="IsTooLong">The data was too long and is lost.</param>
internal sealed record Frame(uint Stream, byte Type, byte Flags, byte[] Data, bool IsTooLong)
{
    public const byte Request = 1;
    public const byte Response = 2;

    /// <summary>The bytes of a frame.</summary>
    public static byte[] Bytes(uint stream, byte type, ReadOnlySpan<byte> data)
    {
        byte[] bytes = new byte[FrameReader.HeaderLength + data.Length];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(4), stream);
        bytes[8] = type;
        data.CopyTo(bytes.AsSpan(FrameReader.HeaderLength));
        return bytes;
    }
}
