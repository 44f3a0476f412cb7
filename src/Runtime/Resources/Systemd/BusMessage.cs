using System;
using System.Buffers.Binary;

namespace Runtime.Resources;

/// <summary>A message of the D-Bus protocol (D-Bus specification, Message Format).</summary>
internal sealed class BusMessage
{
    public const byte METHOD_CALL = 1;
    public const byte METHOD_RETURN = 2;
    public const byte ERROR = 3;
    public const byte SIGNAL = 4;

    /// <summary>Length of what has to be there to know the length of a message.</summary>
    public const int FixedLength = 16;

    private const byte PATH = 1;
    private const byte INTERFACE = 2;
    private const byte MEMBER = 3;
    private const byte ERROR_NAME = 4;
    private const byte REPLY_SERIAL = 5;
    private const byte DESTINATION = 6;
    private const byte SIGNATURE = 8;

    private const byte LITTLE_ENDIAN = (byte)'l';
    private const byte ProtocolVersion = 1;
    private const uint LongestPart = 1 << 26; // the specification's limit of a message is twice that

    private readonly byte[] _bytes;
    private readonly int _bodyStart;

    private BusMessage(byte[] bytes, int bodyStart)
    {
        _bytes = bytes;
        _bodyStart = bodyStart;
    }

    public byte Type => _bytes[1];

    /// <summary>Of the call that is answered; 0 if none is.</summary>
    public uint ReplySerial { get; private init; }

    public string Member { get; private init; } = "";

    public string ErrorName { get; private init; } = "";

    public string Signature { get; private init; } = "";

    public BusReader Body => new(_bytes.AsSpan(_bodyStart));

    /// <summary>The bytes of a method call.</summary>
    /// <param name="serial">Its number, which the answer names.</param>
    /// <param name="call">What is called.</param>
    /// <param name="hasBus">There is a bus between the two, which needs to know where to; else the peer is systemd itself.</param>
    /// <param name="body">The arguments.</param>
    public static byte[] WriteCall(uint serial, BusCall call, bool hasBus, BusWriter body)
    {
        BusWriter message = new();
        message.WriteByte(LITTLE_ENDIAN);
        message.WriteByte(METHOD_CALL);
        message.WriteByte(0); // flags
        message.WriteByte(ProtocolVersion);
        message.WriteUInt32((uint)body.Written.Length);
        message.WriteUInt32(serial);
        BusArray fields = message.BeginArray(8);
        WriteField(message, PATH, "o", call.Path);
        WriteField(message, INTERFACE, "s", call.Interface);
        WriteField(message, MEMBER, "s", call.Member);
        if (hasBus)
        {
            WriteField(message, DESTINATION, "s", call.Destination);
        }

        if (call.Signature.Length > 0)
        {
            message.BeginStruct();
            message.WriteByte(SIGNATURE);
            message.WriteSignature("g");
            message.WriteSignature(call.Signature);
        }

        message.EndArray(fields);
        message.Align(8);
        message.WriteBytes(body.Written);
        return message.Written.ToArray();
    }

    /// <summary>The length of the message that begins so.</summary>
    public static int LengthOf(ReadOnlySpan<byte> start)
    {
        uint body = BinaryPrimitives.ReadUInt32LittleEndian(start[4..]);
        uint fields = BinaryPrimitives.ReadUInt32LittleEndian(start[12..]);
        return start[0] == LITTLE_ENDIAN && start[3] == ProtocolVersion && body <= LongestPart && fields <= LongestPart
            ? FixedLength + (int)((fields + 7) & ~7u) + (int)body
            : throw new BusException("the answer is not a message of this machine's D-Bus");
    }

    /// <summary>A whole message.</summary>
    public static BusMessage Read(byte[] bytes)
    {
        BusReader header = new(bytes);
        for (int i = 0; i < FixedLength - sizeof(uint); i++)
        {
            _ = header.ReadByte();
        }

        int end = checked((int)header.ReadUInt32()) + FixedLength;
        uint replySerial = 0;
        string member = "", errorName = "", signature = "";
        while (header.Position < end)
        {
            header.Align(8);
            byte field = header.ReadByte();
            string type = header.ReadSignature();
            string text = type switch
            {
                "s" or "o" => header.ReadString(),
                "g" => header.ReadSignature(),
                "u" when field == REPLY_SERIAL => Keep(header.ReadUInt32(), out replySerial),
                "u" => Keep(header.ReadUInt32(), out _),
                _ => throw new BusException("a message has a header of the unknown type " + type),
            };
            switch (field)
            {
                case MEMBER:
                    member = text;
                    break;
                case ERROR_NAME:
                    errorName = text;
                    break;
                case SIGNATURE:
                    signature = text;
                    break;
                default:
                    break; // the others say what is known: there is one peer, and it was asked
            }
        }

        header.Align(8);
        return new BusMessage(bytes, header.Position) { ReplySerial = replySerial, Member = member, ErrorName = errorName, Signature = signature };
    }

    private static string Keep(uint value, out uint kept)
    {
        kept = value;
        return "";
    }

    private static void WriteField(BusWriter message, byte field, string type, string value)
    {
        message.BeginStruct();
        message.WriteByte(field);
        message.WriteSignature(type);
        message.WriteString(value);
    }
}

/// <summary>A method of an object on the bus, and the types of its arguments.</summary>
internal sealed record BusCall(string Destination, string Path, string Interface, string Member, string Signature);
