using System;
using System.Collections.Generic;

using Runtime.Shim.Wire;

namespace Runtime.Shim.Task;

/// <summary>A request of the task service, whichever: their fields are few and most of them have the same number everywhere.</summary>
internal sealed class TaskRequest
{
    public string Id { get; private set; } = "";

    /// <summary>Field 2 as text: the exec id, but for Create (bundle) and Checkpoint (path).</summary>
    public string Second { get; private set; } = "";

    /// <summary>The other numbers, by field.</summary>
    public Dictionary<int, ulong> Numbers { get; } = [];

    /// <summary>The other texts and messages, by field; of repeated ones all.</summary>
    public Dictionary<int, List<byte[]>> Messages { get; } = [];

    public static TaskRequest Read(ReadOnlySpan<byte> payload)
    {
        TaskRequest request = new();
        MessageReader reader = new(payload);
        while (reader.Next())
        {
            if (reader.Field == 1)
            {
                request.Id = reader.Text;
            }
            else if (reader.IsBytes)
            {
                request.Take(reader);
            }
            else
            {
                request.Numbers[reader.Field] = reader.Number;
            }
        }

        return request;
    }

    public uint Number(int field)
    {
        return Numbers.TryGetValue(field, out ulong value) ? (uint)value : 0;
    }

    public bool Boolean(int field)
    {
        return Number(field) != 0;
    }

    public string Text(int field)
    {
        return Messages.TryGetValue(field, out List<byte[]>? values) ? System.Text.Encoding.UTF8.GetString(values[^1]) : "";
    }

    public Any? Any(int field)
    {
        return Messages.TryGetValue(field, out List<byte[]>? values) ? Wire.Any.Read(values[^1]) : null;
    }

    public IReadOnlyList<byte[]> All(int field)
    {
        return Messages.TryGetValue(field, out List<byte[]>? values) ? values : [];
    }

    private void Take(in MessageReader reader)
    {
        if (reader.Field == 2)
        {
            // Update's second field is a message.
            Second = System.Text.Encoding.UTF8.GetString(reader.Bytes);
        }

        if (!Messages.TryGetValue(reader.Field, out List<byte[]>? values))
        {
            Messages[reader.Field] = values = [];
        }

        values.Add(reader.Bytes.ToArray());
    }
}
