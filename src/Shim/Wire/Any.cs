using System;

namespace Runtime.Shim.Wire;

/// <summary>A message that names its own type (google.protobuf.Any).</summary>
/// <param name="Type">The full name of the message, with or without a host in front.</param>
/// <param name="Value">The message.</param>
internal sealed record Any(string Type, byte[] Value)
{
    public static Any Read(ReadOnlySpan<byte> message)
    {
        string type = "";
        byte[] value = [];
        MessageReader reader = new(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    type = reader.Text;
                    break;
                case 2:
                    value = reader.Bytes.ToArray();
                    break;
                default:
                    break;
            }
        }

        return new Any(type, value);
    }

    /// <summary>Whether it is this message; hosts in front of the name mean nothing.</summary>
    public bool Is(string name)
    {
        return Type == name || Type.EndsWith("/" + name, StringComparison.Ordinal);
    }
}
