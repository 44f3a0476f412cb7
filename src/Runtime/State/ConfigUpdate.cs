using System;
using System.Text.Json;

namespace Runtime.State;

/// <summary>
/// A config.json with what <c>update</c> said put over it. An object's members are replaced one by one; of a list the new entries follow the old, for they
/// are words to the kernel that are said in order, of which the last counts. Only <c>devices</c> is said as a whole, or not at all.
/// </summary>
internal static class ConfigUpdate
{
    /// <param name="config">The text of a config.json.</param>
    /// <param name="change">The text of another, that has what changes and no more; null is not said.</param>
    public static ReadOnlySpan<byte> Merge(ReadOnlyMemory<byte> config, ReadOnlyMemory<byte> change)
    {
        using JsonDocument before = JsonDocument.Parse(config);
        using JsonDocument said = JsonDocument.Parse(change);
        JsonText text = JsonText.IndentedByTabs();
        text.WriteStartObject();
        MergeMembers(text, "", before.RootElement, said.RootElement);
        text.WriteEndObject();
        return text.Bytes;
    }

    private static void MergeMembers(JsonText text, string of, JsonElement? before, JsonElement said)
    {
        if (before is JsonElement old)
        {
            foreach (JsonProperty member in old.EnumerateObject())
            {
                if (said.TryGetProperty(member.Name, out JsonElement change) && IsSaid(of, member.Name, change))
                {
                    Merge(text, member.Name, member.Value, change);
                }
                else
                {
                    Write(text, member.Name, member.Value);
                }
            }
        }

        foreach (JsonProperty member in said.EnumerateObject())
        {
            if (before?.TryGetProperty(member.Name, out _) is true || !IsSaid(of, member.Name, member.Value))
            {
                continue;
            }

            if (member.Value.ValueKind == JsonValueKind.Object)
            {
                text.WriteStartObject(member.Name);
                MergeMembers(text, member.Name, null, member.Value);
                text.WriteEndObject();
            }
            else
            {
                Write(text, member.Name, member.Value);
            }
        }
    }

    // Engines that change one limit give 0, or nothing, for those they leave alone: the kernel's stay, and so does what is saved.
    private static bool IsSaid(string of, string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => false,
        JsonValueKind.Number => value.GetRawText() != "0" || (of, name) is not (
            ("memory", "limit" or "reservation" or "swap")
            or ("cpu", "shares" or "quota" or "period" or "realtimeRuntime" or "realtimePeriod")
            or ("blockIO", "weight")),
        JsonValueKind.String => !value.ValueEquals("") || (of, name) is not ("cpu", "cpus" or "mems"),
        JsonValueKind.Object => SaysAnything(name, value),
        _ => true,
    };

    private static bool SaysAnything(string of, JsonElement said)
    {
        foreach (JsonProperty member in said.EnumerateObject())
        {
            if (IsSaid(of, member.Name, member.Value))
            {
                return true;
            }
        }

        return false;
    }

    private static void Merge(JsonText text, string name, JsonElement before, JsonElement said)
    {
        switch (before.ValueKind, said.ValueKind)
        {
            case (JsonValueKind.Object, JsonValueKind.Object):
                text.WriteStartObject(name);
                MergeMembers(text, name, before, said);
                text.WriteEndObject();
                break;
            case (JsonValueKind.Array, JsonValueKind.Array) when name != "devices" || said.GetArrayLength() == 0:
                text.WriteStartArray(name);
                WriteItems(text, before);
                WriteItems(text, said);
                text.WriteEndArray();
                break;
            default:
                Write(text, name, said);
                break;
        }
    }

    private static void Write(JsonText text, string name, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                text.WriteStartObject(name);
                WriteMembers(text, value);
                text.WriteEndObject();
                break;
            case JsonValueKind.Array:
                text.WriteStartArray(name);
                WriteItems(text, value);
                text.WriteEndArray();
                break;
            case JsonValueKind.String:
                text.WriteString(name, value.GetString()!);
                break;
            default:
                text.WriteLiteral(name, value.GetRawText());
                break;
        }
    }

    private static void WriteMembers(JsonText text, JsonElement members)
    {
        foreach (JsonProperty member in members.EnumerateObject())
        {
            Write(text, member.Name, member.Value);
        }
    }

    private static void WriteItems(JsonText text, JsonElement items)
    {
        foreach (JsonElement item in items.EnumerateArray())
        {
            switch (item.ValueKind)
            {
                case JsonValueKind.Object:
                    text.WriteStartObject();
                    WriteMembers(text, item);
                    text.WriteEndObject();
                    break;
                case JsonValueKind.Array:
                    text.WriteStartArray();
                    WriteItems(text, item);
                    text.WriteEndArray();
                    break;
                case JsonValueKind.String:
                    text.WriteStringValue(item.GetString()!);
                    break;
                default:
                    text.WriteLiteralValue(item.GetRawText());
                    break;
            }
        }
    }
}
