using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace Runtime.Shim.Conmon;

/// <summary>What every entry of a container in the journal says beside its text.</summary>
internal sealed class JournalFields
{
    private const int ShortIdLength = 12;
    private readonly byte[] _constant;
    private readonly bool _isPartialMarked;

    public JournalFields(ConmonOptions options)
        : this(options.Uuid, options.Name, options.Logs)
    {
    }

    public JournalFields(string id, string? name, LogChoice logs)
    {
        _isPartialMarked = logs.IsPartialMarked;
        string shortId = id[..Math.Min(id.Length, ShortIdLength)];
        List<byte> fields = [];
        Add(fields, "CONTAINER_ID_FULL", Encoding.UTF8.GetBytes(id));
        Add(fields, "CONTAINER_ID", Encoding.UTF8.GetBytes(shortId));
        if (logs.Tag is not null)
        {
            Add(fields, "CONTAINER_TAG", Encoding.UTF8.GetBytes(logs.Tag));
        }

        if (name is not null)
        {
            Add(fields, "CONTAINER_NAME", Encoding.UTF8.GetBytes(name));
        }

        Add(fields, "SYSLOG_IDENTIFIER", Encoding.UTF8.GetBytes(logs.Tag ?? name ?? shortId));
        foreach (string label in logs.Labels)
        {
            int equals = label.IndexOf('=');
            Add(fields, label[..equals], Encoding.UTF8.GetBytes(label[(equals + 1)..]));
        }

        _constant = [.. fields];
    }

    /// <param name="text">Of a whole line with its line feed, or of a part.</param>
    /// <param name="priority">Of syslog, unless the text begins with one: <c>&lt;4&gt;</c>.</param>
    /// <param name="isPartial">Whether the line goes on.</param>
    public byte[] Entry(ReadOnlySpan<byte> text, int priority, bool isPartial)
    {
        if (text is [(byte)'<', >= (byte)'0' and <= (byte)'7', (byte)'>', ..])
        {
            priority = text[1] - '0';
            text = text[3..];
        }

        List<byte> entry = [];
        Add(entry, "MESSAGE", text);
        Add(entry, "PRIORITY", Encoding.ASCII.GetBytes(priority.ToString(CultureInfo.InvariantCulture)));
        if (isPartial && _isPartialMarked)
        {
            Add(entry, "CONTAINER_PARTIAL_MESSAGE", "true"u8);
        }

        entry.AddRange(_constant);
        return [.. entry];
    }

    // A value with a line feed is sent with its length instead (systemd, "Native Journal Protocol").
    private static void Add(List<byte> fields, string name, ReadOnlySpan<byte> value)
    {
        fields.AddRange(Encoding.ASCII.GetBytes(name));
        if (value.Contains((byte)'\n'))
        {
            Span<byte> length = stackalloc byte[sizeof(ulong)];
            BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)value.Length);
            fields.Add((byte)'\n');
            fields.AddRange(length);
        }
        else
        {
            fields.Add((byte)'=');
        }

        fields.AddRange(value);
        fields.Add((byte)'\n');
    }
}
