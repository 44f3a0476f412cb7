using System;
using System.Collections.Generic;
using System.Globalization;
using Runtime.Syscalls;

namespace Runtime.Resources;

/// <summary>A value whose type may still have to be found.</summary>
/// <param name="Kind"><c>b</c> boolean, <c>0</c> number, <c>s</c> string, <c>a</c> array, <c>(</c> tuple, <c>v</c> variant.</param>
/// <param name="Text">Of the first three.</param>
/// <param name="Items">Of the others.</param>
internal sealed record GVariantNode(char Kind, string Text, List<GVariantNode> Items)
{
    /// <summary>As the text says; null: as the value suggests.</summary>
    public string? Type { get; init; }

    /// <summary>Its D-Bus type.</summary>
    /// <exception cref="FormatException">An empty array without a type.</exception>
    public string Signature()
    {
        if (Type is not null)
        {
            return Type;
        }

        switch (Kind)
        {
            case '0':
                return IsFraction ? "d" : "i";
            case 'a':
                return Items.Count > 0 ? "a" + Items[0].Signature() : throw new FormatException("an empty array needs a type, as in \"@as []\"");
            case '(':
                string tuple = "(";
                foreach (GVariantNode item in Items)
                {
                    tuple += item.Signature();
                }

                return tuple + ")";
            default:
                return Kind.ToString();
        }
    }

    /// <summary>Writes the value.</summary>
    /// <exception cref="FormatException">It is not of the type it should be.</exception>
    public void Write(BusWriter writer)
    {
        Write(writer, Signature());
    }

    /// <summary>The number in millionths, for a time that is given in seconds.</summary>
    /// <exception cref="FormatException">It is not a number that is at least 0.</exception>
    public ulong Micro()
    {
        return Kind == '0' && decimal.TryParse(Text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal value) && value is >= 0 and <= ulong.MaxValue / 1_000_000
            ? (ulong)(value * 1_000_000)
            : throw new FormatException(Quoted.Text(Text) + " is not a number of seconds");
    }

    private bool IsFraction => Text.AsSpan().IndexOfAny('.', 'e', 'E') >= 0 && !Text.StartsWith("0x", StringComparison.Ordinal);

    private void Write(BusWriter writer, string signature)
    {
        switch (Kind, signature)
        {
            case ('b', "b"):
                writer.WriteBoolean(Text == "true");
                break;
            case ('s', "s" or "o"):
                writer.WriteString(Text);
                break;
            case ('s', "g"):
                writer.WriteSignature(Text);
                break;
            case ('v', "v"):
                writer.WriteSignature(Items[0].Signature());
                Items[0].Write(writer);
                break;
            case ('0', "d"):
                writer.WriteDouble(double.TryParse(Text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : throw Mismatch(signature));
                break;
            case ('0', _) when signature.Length == 1:
                WriteInteger(writer, signature);
                break;
            case ('a', ['a', ..]):
                BusArray array = writer.BeginArray(Alignment(signature[1]));
                foreach (GVariantNode item in Items)
                {
                    item.Write(writer, item.Type ?? signature[1..]);
                }

                writer.EndArray(array);
                break;
            case ('(', ['(', .., ')']):
                writer.BeginStruct();
                string rest = signature[1..^1];
                foreach (GVariantNode item in Items)
                {
                    int length = FirstLength(rest);
                    item.Write(writer, length > 0 ? rest[..length] : throw Mismatch(signature));
                    rest = rest[length..];
                }

                if (rest.Length > 0)
                {
                    throw Mismatch(signature);
                }

                break;
            default:
                throw Mismatch(signature);
        }
    }

    private void WriteInteger(BusWriter writer, string signature)
    {
        bool isHexadecimal = Text.StartsWith("0x", StringComparison.Ordinal);
        if (!Int128.TryParse(isHexadecimal ? Text.AsSpan(2) : Text, isHexadecimal ? NumberStyles.AllowHexSpecifier : NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out Int128 value))
        {
            throw Mismatch(signature);
        }

        (Int128 smallest, Int128 largest) = signature[0] switch
        {
            'y' => ((Int128)0, (Int128)byte.MaxValue),
            'n' => (short.MinValue, short.MaxValue),
            'q' => (0, ushort.MaxValue),
            'i' => (int.MinValue, int.MaxValue),
            'u' => (0, uint.MaxValue),
            'x' => (long.MinValue, long.MaxValue),
            't' => (0, ulong.MaxValue),
            _ => throw Mismatch(signature),
        };
        if (value < smallest || value > largest)
        {
            throw Mismatch(signature);
        }

        ulong bits = unchecked((ulong)value);
        switch (signature[0])
        {
            case 'y':
                writer.WriteByte((byte)bits);
                break;
            case 'n' or 'q':
                writer.WriteUInt16((ushort)bits);
                break;
            case 'i' or 'u':
                writer.WriteUInt32((uint)bits);
                break;
            default:
                writer.WriteUInt64(bits);
                break;
        }
    }

    private static int Alignment(char type)
    {
        return type switch
        {
            'y' or 'g' or 'v' => 1,
            'n' or 'q' => 2,
            'x' or 't' or 'd' or '(' or '{' => 8,
            _ => 4,
        };
    }

    /// <summary>Of the first whole type in a list of them.</summary>
    private static int FirstLength(string types)
    {
        int depth = 0;
        for (int i = 0; i < types.Length; i++)
        {
            depth += types[i] switch { '(' => 1, ')' => -1, _ => 0 };
            if (depth == 0 && types[i] != 'a')
            {
                return i + 1;
            }
        }

        return 0;
    }

    private FormatException Mismatch(string signature)
    {
        return new FormatException((Text.Length > 0 ? Quoted.Text(Text) : "a value") + " does not fit the type " + Quoted.Text(signature));
    }
}
