using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using Runtime.Syscalls;

namespace Runtime.Resources;

/// <summary>
/// A value in GVariant's text format, as annotations give properties of a unit: <c>true</c>, <c>5</c>, <c>uint64 5</c>, <c>'text'</c>,
/// <c>['a', 'b']</c>, <c>@a(st) [('/dev/sda', 1048576)]</c>. Dictionaries are not needed: systemd has no property that is one.
/// </summary>
internal sealed class GVariantText
{
    private readonly string _text;
    private int _position;

    private GVariantText(string text)
    {
        _text = text;
    }

    /// <exception cref="FormatException">It is not such a text.</exception>
    public static GVariantNode Parse(string text)
    {
        GVariantText parser = new(text);
        GVariantNode node = parser.ReadValue();
        parser.SkipSpace();
        return parser._position == text.Length ? node : throw parser.Unexpected();
    }

    private GVariantNode ReadValue()
    {
        switch (Peek())
        {
            case '@':
                _position++;
                string signature = ReadUntilSpace();
                return ReadValue() with { Type = signature };
            case '\'' or '"':
                return new GVariantNode('s', ReadString(), []);
            case '[':
                return new GVariantNode('a', "", ReadList(']'));
            case '(':
                return new GVariantNode('(', "", ReadList(')'));
            case '<':
                _position++;
                GVariantNode inner = ReadValue();
                Expect('>');
                return new GVariantNode('v', "", [inner]);
            default:
                return ReadWord();
        }
    }

    private GVariantNode ReadWord()
    {
        string word = ReadToken();
        if (word is "true" or "false")
        {
            return new GVariantNode('b', word, []);
        }

        string? type = word switch
        {
            "boolean" => "b",
            "byte" => "y",
            "int16" => "n",
            "uint16" => "q",
            "int32" => "i",
            "uint32" => "u",
            "int64" => "x",
            "uint64" => "t",
            "double" => "d",
            "string" => "s",
            "objectpath" => "o",
            "signature" => "g",
            _ => null,
        };
        if (type is not null)
        {
            return ReadValue() with { Type = type };
        }

        bool isNumber = word.Length > 0 && (char.IsAsciiDigit(word[0]) || (word[0] is '-' or '+' or '.' && word.Length > 1));
        return isNumber ? new GVariantNode('0', word, []) : throw Unexpected();
    }

    private List<GVariantNode> ReadList(char end)
    {
        List<GVariantNode> items = [];
        _position++;
        while (Peek() != end)
        {
            items.Add(ReadValue());
            if (Peek() == ',')
            {
                _position++;
            }
            else if (Peek() != end)
            {
                throw Unexpected();
            }
        }

        _position++;
        return items;
    }

    private string ReadString()
    {
        char quote = _text[_position++];
        StringBuilder value = new();
        while (_position < _text.Length && _text[_position] != quote)
        {
            char letter = _text[_position++];
            if (letter == '\\' && _position < _text.Length)
            {
                letter = _text[_position++] switch
                {
                    'n' => '\n',
                    't' => '\t',
                    'r' => '\r',
                    'u' => (char)ReadHex(4),
                    char other => other,
                };
            }

            value.Append(letter);
        }

        Expect(quote);
        return value.ToString();
    }

    private ushort ReadHex(int digits)
    {
        if (_position + digits > _text.Length
            || !ushort.TryParse(_text.AsSpan(_position, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort value))
        {
            throw Unexpected();
        }

        _position += digits;
        return value;
    }

    private string ReadToken()
    {
        int start = _position;
        while (_position < _text.Length && (char.IsAsciiLetterOrDigit(_text[_position]) || _text[_position] is '-' or '+' or '.'))
        {
            _position++;
        }

        return _text[start.._position];
    }

    private string ReadUntilSpace()
    {
        int start = _position;
        while (_position < _text.Length && _text[_position] != ' ')
        {
            _position++;
        }

        return _text[start.._position];
    }

    private char Peek()
    {
        SkipSpace();
        return _position < _text.Length ? _text[_position] : throw Unexpected();
    }

    private void Expect(char letter)
    {
        SkipSpace();
        if (_position >= _text.Length || _text[_position++] != letter)
        {
            throw Unexpected();
        }
    }

    private void SkipSpace()
    {
        while (_position < _text.Length && char.IsWhiteSpace(_text[_position]))
        {
            _position++;
        }
    }

    private FormatException Unexpected()
    {
        return new FormatException(Quoted.Text(_text) + " is not a value in GVariant's text format");
    }
}
