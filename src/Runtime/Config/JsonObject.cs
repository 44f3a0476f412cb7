using System;
using System.Text;
using System.Text.Json;

namespace Runtime.Config;

/// <summary>
/// An object of a JSON file and its members by name and type. Null and the empty text are the same as absent, as for the Go programs that write these files;
/// members nobody asks for are ignored; a member given twice is refused.
/// </summary>
internal readonly struct JsonObject(JsonFile file, JsonElement element)
{
    public string? Text(ReadOnlySpan<byte> name) => TryGet(name, out JsonValue value) && value.AsText() is { Length: > 0 } text ? text : null;

    public string RequiredText(ReadOnlySpan<byte> name) => Required(name).AsText();

    public bool? Boolean(ReadOnlySpan<byte> name) => TryGet(name, out JsonValue value) ? value.AsBoolean() : null;

    public bool RequiredBoolean(ReadOnlySpan<byte> name) => Required(name).AsBoolean();

    public long? Int64(ReadOnlySpan<byte> name, long min = long.MinValue, long max = long.MaxValue)
    {
        return TryGet(name, out JsonValue value) ? value.AsInteger(min, max) : null;
    }

    public int? Int32(ReadOnlySpan<byte> name, int min = int.MinValue, int max = int.MaxValue) => (int?)Int64(name, min, max);

    public uint? UInt32(ReadOnlySpan<byte> name, uint max = uint.MaxValue) => (uint?)Int64(name, 0, max);

    public uint RequiredUInt32(ReadOnlySpan<byte> name) => (uint)Required(name).AsInteger(0, uint.MaxValue);

    public ushort? UInt16(ReadOnlySpan<byte> name) => (ushort?)Int64(name, 0, ushort.MaxValue);

    public ushort RequiredUInt16(ReadOnlySpan<byte> name) => (ushort)Required(name).AsInteger(0, ushort.MaxValue);

    public ulong? UInt64(ReadOnlySpan<byte> name) => TryGet(name, out JsonValue value) ? value.AsUnsignedInteger() : null;

    public ulong RequiredUInt64(ReadOnlySpan<byte> name) => Required(name).AsUnsignedInteger();

    public int? Word(ReadOnlySpan<byte> name, Words words) => TryGet(name, out JsonValue value) && value.AsText().Length > 0 ? value.AsWord(words) : null;

    public int RequiredWord(ReadOnlySpan<byte> name, Words words) => Required(name).AsWord(words);

    /// <summary>An array of words, each as its place in the list of words.</summary>
    public int[]? WordList(ReadOnlySpan<byte> name, Words words)
    {
        if (!TryGet(name, out JsonValue list))
        {
            return null;
        }

        JsonElement.ArrayEnumerator items = list.AsArray(out int count);
        int[] indices = new int[count];
        count = 0;
        foreach (JsonElement item in items)
        {
            indices[count++] = new JsonValue(file, item).AsWord(words);
        }

        return indices;
    }

    /// <summary>An array of words as a set of bits: word number n is bit n.</summary>
    public int WordSet(ReadOnlySpan<byte> name, Words words)
    {
        int set = 0;
        foreach (int index in WordList(name, words) ?? [])
        {
            set |= 1 << index;
        }

        return set;
    }

    public uint[] UInt32s(ReadOnlySpan<byte> name)
    {
        if (!TryGet(name, out JsonValue list))
        {
            return [];
        }

        JsonElement.ArrayEnumerator items = list.AsArray(out int count);
        uint[] numbers = new uint[count];
        count = 0;
        foreach (JsonElement item in items)
        {
            numbers[count++] = (uint)new JsonValue(file, item).AsInteger(0, uint.MaxValue);
        }

        return numbers;
    }

    public string[]? Texts(ReadOnlySpan<byte> name)
    {
        if (!TryGet(name, out JsonValue list))
        {
            return null;
        }

        JsonElement.ArrayEnumerator items = list.AsArray(out int count);
        string[] texts = new string[count];
        count = 0;
        foreach (JsonElement item in items)
        {
            texts[count++] = new JsonValue(file, item).AsText();
        }

        return texts;
    }

    /// <summary>An array of objects, each understood by <paramref name="read"/>.</summary>
    public T[] List<T>(ReadOnlySpan<byte> name, Func<JsonObject, T> read)
        where T : class
    {
        if (!TryGet(name, out JsonValue list))
        {
            return [];
        }

        JsonElement.ArrayEnumerator items = list.AsArray(out int count);
        T[] values = new T[count];
        count = 0;
        foreach (JsonElement item in items)
        {
            values[count++] = read(new JsonValue(file, item).AsObject());
        }

        return values;
    }

    public NamedValue[] NamedTexts(ReadOnlySpan<byte> name)
    {
        (string Name, JsonValue Value)[] members = Members(name);
        NamedValue[] texts = members.Length == 0 ? [] : new NamedValue[members.Length];
        for (int i = 0; i < texts.Length; i++)
        {
            texts[i] = new NamedValue(members[i].Name, members[i].Value.AsText());
        }

        return texts;
    }

    /// <summary>The members of an object whose names are the user's own.</summary>
    public (string Name, JsonValue Value)[] Members(ReadOnlySpan<byte> name)
    {
        return TryGetObject(name, out JsonObject map) ? map.Members() : [];
    }

    public bool TryGetObject(ReadOnlySpan<byte> name, out JsonObject value)
    {
        bool found = TryGet(name, out JsonValue member);
        value = found ? member.AsObject() : default;
        return found;
    }

    public JsonObject RequiredObject(ReadOnlySpan<byte> name) => Required(name).AsObject();

    public bool TryGet(ReadOnlySpan<byte> name, out JsonValue value)
    {
        bool found = false;
        value = default;
        foreach (JsonProperty property in element.EnumerateObject())
        {
            if (!property.NameEquals(name))
            {
                continue;
            }

            if (found)
            {
                throw Fault(Encoding.UTF8.GetString(name), "given twice");
            }

            found = true;
            value = new JsonValue(file, property.Value);
        }

        return found && !value.IsNull;
    }

    /// <summary>Something is wrong with the member of that name, or with its absence.</summary>
    public ConfigException Fault(string name, string fault) => new(file.Name, JsonPath.Member(file.PathOf(element), name), fault);

    private JsonValue Required(ReadOnlySpan<byte> name)
    {
        return TryGet(name, out JsonValue value) ? value : throw Fault(Encoding.UTF8.GetString(name), "required, but missing");
    }

    private (string Name, JsonValue Value)[] Members()
    {
        var members = new (string Name, JsonValue Value)[element.GetPropertyCount()];
        int count = 0;
        foreach (JsonProperty property in element.EnumerateObject())
        {
            string name = property.Name;
            for (int i = 0; i < count; i++)
            {
                if (members[i].Name == name)
                {
                    throw Fault(name, "given twice");
                }
            }

            if (name.Contains('\0'))
            {
                throw Fault(name, "the name contains a null byte");
            }

            members[count++] = (name, new JsonValue(file, property.Value));
        }

        return members;
    }
}
