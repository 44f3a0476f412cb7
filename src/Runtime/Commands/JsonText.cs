using System;
using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Runtime.Commands;

/// <summary>A JSON document being written, in one of the layouts callers of runc know.</summary>
internal sealed class JsonText
{
    private readonly ArrayBufferWriter<byte> _bytes = new(1024);

    private JsonText(JsonWriterOptions options)
    {
        Writer = new Utf8JsonWriter(_bytes, options);
    }

    public Utf8JsonWriter Writer { get; }

    /// <summary>What was written so far.</summary>
    public ReadOnlySpan<byte> Bytes
    {
        get
        {
            Writer.Flush();
            return _bytes.WrittenSpan;
        }
    }

    public static JsonText OneLine() => new(Layout(isIndented: false, ' ', 0));

    public static JsonText IndentedBySpaces(int count) => new(Layout(isIndented: true, ' ', count));

    public static JsonText IndentedByTabs() => new(Layout(isIndented: true, '\t', 1));

    public void WriteStrings(string name, ReadOnlySpan<string> values)
    {
        Writer.WriteStartArray(name);
        foreach (string value in values)
        {
            Writer.WriteStringValue(value);
        }

        Writer.WriteEndArray();
    }

    // Readers of these documents are programs and people, not browsers: no \u0022 for a quote.
    private static JsonWriterOptions Layout(bool isIndented, char character, int count) => new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Indented = isIndented,
        IndentCharacter = character,
        IndentSize = count,
        NewLine = "\n",
    };
}
