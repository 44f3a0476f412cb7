using System;
using System.Collections.Generic;
using System.Globalization;

namespace Runtime.Shim.Conmon;

/// <summary>A command line as GLib reads it: <c>--x v</c>, <c>--x=v</c>, <c>-xv</c>, <c>-ti</c>; other words are ignored (podman writes <c>--api-version 1</c>).</summary>
internal sealed class OptionReader
{
    /// <summary>Added when the process starts itself again to stay.</summary>
    public const string Supervising = "supervising";

    private readonly Dictionary<string, List<string>> _values = [];

    public static OptionReader Read(string[] words)
    {
        OptionReader reader = new();
        for (int i = 0; i < words.Length && words[i] != "--"; i++)
        {
            if (words[i].StartsWith("--", StringComparison.Ordinal))
            {
                reader.ReadLong(words, ref i);
            }
            else if (words[i].Length > 1 && words[i][0] == '-')
            {
                reader.ReadShort(words, ref i);
            }
        }

        return reader;
    }

    public bool Has(string name)
    {
        return _values.ContainsKey(name);
    }

    /// <summary>The last one given, for it overrides.</summary>
    public string? Text(string name)
    {
        return _values.TryGetValue(name, out List<string>? values) ? values[^1] : null;
    }

    public string[] Texts(string name)
    {
        return _values.TryGetValue(name, out List<string>? values) ? [.. values] : [];
    }

    public long? Number(string name)
    {
        return Text(name) is string text ? long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : null;
    }

    private void ReadLong(string[] words, ref int i)
    {
        int equals = words[i].IndexOf('=');
        string name = equals < 0 ? words[i][2..] : words[i][2..equals];
        OptionRow row = Array.Find(OptionTable.Rows, row => row.Long == name) ?? throw Unknown(words[i]);
        if (row.Kind != OptionKind.Flag)
        {
            Add(row, equals < 0 ? Next(words, ref i) : words[i][(equals + 1)..]);
        }
        else if (equals < 0)
        {
            Add(row, "");
        }
        else
        {
            throw new UsageException($"--{name} takes no value");
        }
    }

    private void ReadShort(string[] words, ref int i)
    {
        string letters = words[i];
        for (int at = 1; at < letters.Length; at++)
        {
            OptionRow row = Array.Find(OptionTable.Rows, row => row.Short == letters[at]) ?? throw Unknown(letters);
            if (row.Kind != OptionKind.Flag)
            {
                Add(row, at + 1 < letters.Length ? letters[(at + 1)..] : Next(words, ref i));
                return;
            }

            Add(row, "");
        }
    }

    private static string Next(string[] words, ref int i)
    {
        return i + 1 < words.Length ? words[++i] : throw new UsageException($"a value for {words[i]} is missing");
    }

    private static UsageException Unknown(string word)
    {
        return new UsageException($"unknown option \"{word}\"");
    }

    private void Add(OptionRow row, string value)
    {
        if (row.Kind == OptionKind.Number && !long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
        {
            throw new UsageException($"\"{value}\" is no number for --{row.Long}");
        }

        if (!_values.TryGetValue(row.Long, out List<string>? values))
        {
            _values[row.Long] = values = [];
        }

        values.Add(value);
    }
}
