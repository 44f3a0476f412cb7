using System;
using System.Globalization;

namespace Runtime.Commands;

/// <summary>Durations as Go programs are given them: <c>5s</c>, <c>1m30s</c>, <c>250ms</c>, <c>1.5h</c>.</summary>
internal static class GoDuration
{
    /// <summary>Rounded up to milliseconds.</summary>
    public static bool TryReadMilliseconds(string text, out int milliseconds)
    {
        decimal total = 0;
        ReadOnlySpan<char> rest = text;
        bool isValid = rest.Length > 0;
        while (isValid && rest.Length > 0)
        {
            int number = rest.IndexOfAnyExceptInRange('.', '9');
            number = number < 0 ? rest.Length : number;
            int unit = rest[number..].IndexOfAnyInRange('.', '9');
            unit = unit < 0 ? rest.Length - number : unit;
            isValid = decimal.TryParse(rest[..number], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value)
                && TryReadUnit(rest.Slice(number, unit), out decimal factor)
                && Add(value, factor);
            rest = rest[(number + unit)..];
        }

        milliseconds = isValid ? (int)decimal.Ceiling(total) : 0;
        return isValid;

        bool Add(decimal value, decimal factor)
        {
            total += value <= int.MaxValue ? value * factor : int.MaxValue;
            return total <= int.MaxValue;
        }
    }

    private static bool TryReadUnit(ReadOnlySpan<char> word, out decimal milliseconds)
    {
        milliseconds = word switch
        {
            "ns" => 0.000001m,
            "us" or "µs" => 0.001m,
            "ms" => 1,
            "s" => 1000,
            "m" => 60_000,
            "h" => 3_600_000,
            _ => 0,
        };
        return milliseconds > 0;
    }
}
