using System;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Spawn;

/// <summary>A message of rtnetlink(7): a head, a structure that the type decides, and attributes.</summary>
internal sealed class NetlinkMessage
{
    private const int Alignment = 4;
    private const int TypeOffset = 4;
    private const int FlagsOffset = 6;
    private const int SequenceOffset = 8;
    private readonly byte[] _bytes;
    private int _length;

    private NetlinkMessage(byte[] bytes, int length)
    {
        _bytes = bytes;
        _length = length;
    }

    private static unsafe int HeadSize => sizeof(nlmsghdr);

    public ushort Type => BinaryPrimitives.ReadUInt16LittleEndian(_bytes.AsSpan(TypeOffset));

    public uint Sequence
    {
        get => BinaryPrimitives.ReadUInt32LittleEndian(_bytes.AsSpan(SequenceOffset));
        set => BinaryPrimitives.WriteUInt32LittleEndian(_bytes.AsSpan(SequenceOffset), value);
    }

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    /// <summary>A request, whose answer ends with an acknowledgement or, for a dump, with NLMSG_DONE.</summary>
    public static NetlinkMessage Request<T>(ushort type, int flags, in T content)
        where T : unmanaged
    {
        NetlinkMessage message = new(new byte[512], HeadSize);
        BinaryPrimitives.WriteUInt16LittleEndian(message._bytes.AsSpan(TypeOffset), type);
        BinaryPrimitives.WriteUInt16LittleEndian(message._bytes.AsSpan(FlagsOffset), (ushort)(NLM_F_REQUEST | NLM_F_ACK | flags));
        message.Append(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in content)));
        return message;
    }

    /// <summary>Takes the first message of what was received.</summary>
    /// <returns>Null: there is no whole one.</returns>
    public static NetlinkMessage? Take(ref ReadOnlySpan<byte> received)
    {
        int length = received.Length < HeadSize ? 0 : BinaryPrimitives.ReadInt32LittleEndian(received);
        if (length < HeadSize || length > received.Length)
        {
            return null;
        }

        NetlinkMessage message = new(received[..length].ToArray(), length);
        received = received[Math.Min(Aligned(length), received.Length)..];
        return message;
    }

    /// <summary>The structure after the head.</summary>
    public T Content<T>()
        where T : unmanaged
    {
        return MemoryMarshal.Read<T>(Bytes[HeadSize..]);
    }

    public NetlinkMessage Add(int type, ReadOnlySpan<byte> value)
    {
        Span<byte> head = stackalloc byte[Alignment];
        BinaryPrimitives.WriteUInt16LittleEndian(head, (ushort)(Alignment + value.Length));
        BinaryPrimitives.WriteUInt16LittleEndian(head[2..], (ushort)type);
        Append(head);
        Append(value);
        return this;
    }

    public NetlinkMessage Add(int type, int value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return Add(type, bytes);
    }

    public NetlinkMessage Add(int type, string text) => Add(type, Encoding.UTF8.GetBytes(text + "\0"));

    /// <summary>The value of an attribute; empty: there is none of that type.</summary>
    public unsafe ReadOnlySpan<byte> Attribute<T>(int type)
        where T : unmanaged
    {
        ReadOnlySpan<byte> rest = Bytes[Math.Min(HeadSize + Aligned(sizeof(T)), _length)..];
        while (rest.Length >= Alignment)
        {
            int length = BinaryPrimitives.ReadUInt16LittleEndian(rest);
            if (length < Alignment || length > rest.Length)
            {
                break;
            }

            if (BinaryPrimitives.ReadUInt16LittleEndian(rest[2..]) == type)
            {
                return rest[Alignment..length];
            }

            rest = rest[Math.Min(Aligned(length), rest.Length)..];
        }

        return default;
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_bytes.AsSpan(_length));
        _length += Aligned(bytes.Length);
        BinaryPrimitives.WriteInt32LittleEndian(_bytes, _length);
    }

    private static int Aligned(int length) => (length + Alignment - 1) & ~(Alignment - 1);
}
