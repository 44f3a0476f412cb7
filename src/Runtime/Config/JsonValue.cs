using System.Text.Json;

namespace Runtime.Config;

/// <summary>One value of a JSON file, read as the type the specification gives it; another type is a <see cref="ConfigException"/>.</summary>
internal readonly struct JsonValue(JsonFile file, JsonElement element)
{
    public bool IsNull => element.ValueKind == JsonValueKind.Null;

    public JsonObject AsObject()
    {
        RequireKind(JsonValueKind.Object);
        return new JsonObject(file, element);
    }

    public JsonElement.ArrayEnumerator AsArray(out int count)
    {
        RequireKind(JsonValueKind.Array);
        count = element.GetArrayLength();
        return element.EnumerateArray();
    }

    public string AsText()
    {
        RequireKind(JsonValueKind.String);
        string text = element.GetString()!;

        // Every text may end up in a system call, where it would silently end at the null byte.
        return text.Contains('\0') ? throw Fault("contains a null byte") : text;
    }

    public bool AsBoolean() => element.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Fault($"expected a boolean, got {KindName()}"),
    };

    public long AsInteger(long min, long max)
    {
        RequireKind(JsonValueKind.Number);
        return element.TryGetInt64(out long number) && number >= min && number <= max
            ? number
            : throw Fault($"expected an integer from {min} to {max}, got {element.GetRawText()}");
    }

    public ulong AsUnsignedInteger()
    {
        RequireKind(JsonValueKind.Number);
        return element.TryGetUInt64(out ulong number)
            ? number
            : throw Fault($"expected an integer from 0 to {ulong.MaxValue}, got {element.GetRawText()}");
    }

    /// <summary>The place of the word in its list.</summary>
    public int AsWord(Words words)
    {
        string word = AsText();
        int index = words.IndexOf(word);
        return index >= 0 ? index : throw Fault(words.Complaint(word));
    }

    public ConfigException Fault(string fault) => new(file.Name, file.PathOf(element), fault);

    private void RequireKind(JsonValueKind kind)
    {
        if (element.ValueKind != kind)
        {
            throw Fault($"expected {Name(kind)}, got {KindName()}");
        }
    }

    private string KindName() => Name(element.ValueKind);

    private static string Name(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "a boolean",
    };
}
