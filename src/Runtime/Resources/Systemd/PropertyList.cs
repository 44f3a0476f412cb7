using System;

namespace Runtime.Resources;

/// <summary>Writes properties of a unit, an <c>a(sv)</c>, each by its name and with the type systemd wants.</summary>
internal readonly struct PropertyList(BusWriter writer)
{
    public void Add(string name, string value)
    {
        Begin(name, "s");
        writer.WriteString(value);
    }

    public void Add(string name, bool value)
    {
        Begin(name, "b");
        writer.WriteBoolean(value);
    }

    public void Add(string name, ulong value)
    {
        Begin(name, "t");
        writer.WriteUInt64(value);
    }

    public void Add(string name, ReadOnlySpan<byte> value)
    {
        Begin(name, "ay");
        BusArray bytes = writer.BeginArray(1);
        writer.WriteBytes(value);
        writer.EndArray(bytes);
    }

    public void AddStrings(string name, ReadOnlySpan<string> values)
    {
        Begin(name, "as");
        BusArray strings = writer.BeginArray(4);
        foreach (string value in values)
        {
            writer.WriteString(value);
        }

        writer.EndArray(strings);
    }

    public void AddNumbers(string name, ReadOnlySpan<uint> values)
    {
        Begin(name, "au");
        BusArray numbers = writer.BeginArray(4);
        foreach (uint value in values)
        {
            writer.WriteUInt32(value);
        }

        writer.EndArray(numbers);
    }

    public void AddPairs(string name, ReadOnlySpan<(string First, string Second)> values)
    {
        Begin(name, "a(ss)");
        BusArray pairs = writer.BeginArray(8);
        foreach ((string first, string second) in values)
        {
            writer.BeginStruct();
            writer.WriteString(first);
            writer.WriteString(second);
        }

        writer.EndArray(pairs);
    }

    /// <exception cref="FormatException">The value is not what its type says.</exception>
    public void Add(string name, GVariantNode value)
    {
        Begin(name, value.Signature());
        value.Write(writer);
    }

    private void Begin(string name, string signature)
    {
        writer.BeginStruct();
        writer.WriteString(name);
        writer.WriteSignature(signature);
    }
}
