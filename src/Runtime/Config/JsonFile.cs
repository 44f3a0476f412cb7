using System;
using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Runtime.Config;

/// <summary>A JSON text and the name of its file for error messages. Once made, it is well-formed down to each character.</summary>
internal sealed class JsonFile : IDisposable
{
    private readonly JsonDocument _document;

    private JsonFile(string name, JsonDocument document)
    {
        Name = name;
        _document = document;
    }

    public string Name { get; }

    /// <exception cref="ConfigException">It is not JSON; the message has line and column (in bytes), both from 1.</exception>
    public static JsonFile Parse(string name, ReadOnlyMemory<byte> text)
    {
        if (!Utf8.IsValid(text.Span))
        {
            int offset = LengthOfValidUtf8(text.Span);
            throw Broken(name, text.Span, offset, $"byte 0x{text.Span[offset]:x2} is not UTF-8");
        }

        try
        {
            JsonDocument document = JsonDocument.Parse(text);
            RefuseHalfSurrogates(name, text.Span);
            return new JsonFile(name, document);
        }
        catch (JsonException e)
        {
            int offset = Offset(text.Span, e.LineNumber ?? 0, e.BytePositionInLine ?? 0);
            throw Broken(name, text.Span, offset, Unexpected(text.Span, offset));
        }
    }

    /// <summary>The one object the file consists of.</summary>
    /// <exception cref="ConfigException">It is something else.</exception>
    public JsonObject Root() => new JsonValue(this, _document.RootElement).AsObject();

    public string PathOf(JsonElement value) => JsonPath.Find(_document.RootElement, value);

    public void Dispose() => _document.Dispose();

    // "\ud800" alone passes the parser and makes every later look at the string or name throw.
    private static void RefuseHalfSurrogates(string name, ReadOnlySpan<byte> text)
    {
        if (text.IndexOf("\\u"u8) < 0)
        {
            return;
        }

        Utf8JsonReader reader = new(text);
        while (reader.Read())
        {
            if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName) || !reader.ValueIsEscaped)
            {
                continue;
            }

            try
            {
                reader.GetString();
            }
            catch (InvalidOperationException)
            {
                throw Broken(name, text, (int)reader.TokenStartIndex, "the string has half of a surrogate pair");
            }
        }
    }

    private static ConfigException Broken(string name, ReadOnlySpan<byte> text, int offset, string fault)
    {
        ReadOnlySpan<byte> before = text[..offset];
        int line = before.Count((byte)'\n') + 1;
        int column = offset - before.LastIndexOf((byte)'\n');
        return new ConfigException($"{name}: line {line}, column {column}: not valid JSON: {fault}");
    }

    private static string Unexpected(ReadOnlySpan<byte> text, int offset)
    {
        if (offset >= text.Length)
        {
            return text.Length == 0 ? "the file is empty" : "the file ends too early";
        }

        Rune.DecodeFromUtf8(text[offset..], out Rune rune, out _);
        return Rune.IsControl(rune) ? $"unexpected character U+{rune.Value:X4}" : $"unexpected \"{rune}\"";
    }

    private static int Offset(ReadOnlySpan<byte> text, long line, long positionInLine)
    {
        int start = 0;
        for (long i = 0; i < line; i++)
        {
            start += text[start..].IndexOf((byte)'\n') + 1;
        }

        return (int)Math.Min(start + positionInLine, text.Length);
    }

    private static int LengthOfValidUtf8(ReadOnlySpan<byte> text)
    {
        int offset = 0;
        while (Rune.DecodeFromUtf8(text[offset..], out _, out int length) == OperationStatus.Done)
        {
            offset += length;
        }

        return offset;
    }
}
