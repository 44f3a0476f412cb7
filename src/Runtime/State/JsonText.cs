using System;
using System.Globalization;
using System.Text;

namespace Runtime.State;

/// <summary>
/// A JSON document being written, in one of the layouts callers of runc know. By hand, because the first use of the framework's writer costs
/// 0.3 ms, a third of what a launch may take: its encoder fills tables.
/// </summary>
internal sealed class JsonText
{
    private readonly byte _indent;
    private readonly int _indentCount;
    private byte[] _bytes = new byte[1024];
    private int _length;
    private int _depth;
    private bool _isFirst = true;

    private JsonText(char indent, int indentCount)
    {
        _indent = (byte)indent;
        _indentCount = indentCount;
    }

    /// <summary>What was written so far.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    public static JsonText OneLine() => new(' ', 0);

    public static JsonText IndentedBySpaces(int count) => new(' ', count);

    public static JsonText IndentedByTabs() => new('\t', 1);

    public void WriteStartObject() => Start('{');

    public void WriteStartObject(string name)
    {
        WriteName(name);
        Open('{');
    }

    public void WriteEndObject() => Close('}');

    public void WriteStartArray() => Start('[');

    public void WriteStartArray(string name)
    {
        WriteName(name);
        Open('[');
    }

    public void WriteEndArray() => Close(']');

    public void WriteString(string name, string value)
    {
        WriteName(name);
        AppendQuoted(value);
    }

    public void WriteNumber(string name, long value)
    {
        WriteName(name);
        AppendNumber(value);
    }

    public void WriteBoolean(string name, bool value)
    {
        WriteName(name);
        AppendUtf8(value ? "true" : "false");
    }

    /// <summary>A number, true, false or null, as it is spelled elsewhere.</summary>
    public void WriteLiteral(string name, string literal)
    {
        WriteName(name);
        AppendUtf8(literal);
    }

    public void WriteStrings(string name, ReadOnlySpan<string> values)
    {
        WriteStartArray(name);
        foreach (string value in values)
        {
            WriteStringValue(value);
        }

        WriteEndArray();
    }

    public void WriteStringValue(string value)
    {
        BeginItem();
        AppendQuoted(value);
    }

    public void WriteLiteralValue(string literal)
    {
        BeginItem();
        AppendUtf8(literal);
    }

    public void WriteNumberValue(long value)
    {
        BeginItem();
        AppendNumber(value);
    }

    private void Start(char bracket)
    {
        BeginItem();
        Open(bracket);
    }

    private void Open(char bracket)
    {
        Append((byte)bracket);
        _depth++;
        _isFirst = true;
    }

    // An empty object or array stays on its line, as Go writes it.
    private void Close(char bracket)
    {
        _depth--;
        if (!_isFirst)
        {
            BreakLine();
        }

        Append((byte)bracket);
        _isFirst = false;
    }

    private void WriteName(string name)
    {
        BeginItem();
        AppendQuoted(name);
        Append((byte)':');
        if (_indentCount > 0)
        {
            Append((byte)' ');
        }
    }

    private void BeginItem()
    {
        if (!_isFirst)
        {
            Append((byte)',');
        }

        _isFirst = false;
        if (_depth > 0)
        {
            BreakLine();
        }
    }

    private void BreakLine()
    {
        if (_indentCount == 0)
        {
            return;
        }

        Append((byte)'\n');
        for (int i = 0; i < _depth * _indentCount; i++)
        {
            Append(_indent);
        }
    }

    // RFC 8259, 7: only the quote, the backslash and control characters need an escape.
    private void AppendQuoted(string text)
    {
        Append((byte)'"');
        int start = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] is '"' or '\\' or < ' ')
            {
                AppendUtf8(text.AsSpan(start, i - start));
                AppendEscape(text[i]);
                start = i + 1;
            }
        }

        AppendUtf8(text.AsSpan(start));
        Append((byte)'"');
    }

    private void AppendEscape(char character)
    {
        AppendUtf8(character switch
        {
            '"' => "\\\"",
            '\\' => "\\\\",
            '\n' => "\\n",
            '\r' => "\\r",
            '\t' => "\\t",
            _ => "\\u" + ((int)character).ToString("x4", CultureInfo.InvariantCulture),
        });
    }

    private void AppendNumber(long value) => AppendUtf8(value.ToString(CultureInfo.InvariantCulture));

    private void AppendUtf8(ReadOnlySpan<char> text)
    {
        const int LongestUnit = 3; // bytes of UTF-8 for one unit of UTF-16
        Reserve(text.Length * LongestUnit);
        _length += Encoding.UTF8.GetBytes(text, _bytes.AsSpan(_length));
    }

    private void Append(byte character)
    {
        Reserve(1);
        _bytes[_length++] = character;
    }

    private void Reserve(int count)
    {
        if (_length + count > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + count));
        }
    }
}
