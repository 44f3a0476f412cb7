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
        MergeMembers(text, before.RootElement, said.RootElement);
        text.WriteEndObject();
        return text.Bytes;
    }

    private static void MergeMembers(JsonText text, JsonElement before, JsonElement said)
    {
        foreach (JsonProperty member in before.EnumerateObject())
        {
            if (said.TryGetProperty(member.Name, out JsonElement change) && change.ValueKind != JsonValueKind.Null)
            {
                Merge(text, member.Name, member.Value, change);
            }
            else
            {
                Write(text, member.Name, member.Value);
            }
        }

        foreach (JsonProperty member in said.EnumerateObject())
        {
            if (member.Value.ValueKind != JsonValueKind.Null && !before.TryGetProperty(member.Name, out _))
            {
                Write(text, member.Name, member.Value);
            }
        }
    }

    private static void Merge(JsonText text, string name, JsonElement before, JsonElement said)
    {
        switch (before.ValueKind, said.ValueKind)
        {
            case (JsonValueKind.Object, JsonValueKind.Object):
                text.WriteStartObject(name);
                MergeMembers(text, before, said);
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
