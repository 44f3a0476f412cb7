using System;
using System.Globalization;

namespace Runtime.Commands;

/// <summary>Sizes as people write them: <c>512M</c>, <c>1.5g</c>, <c>64kib</c>; a k is 1024. −1 stands for no limit.</summary>
internal static class ByteSize
{
    public static bool TryRead(string text, out long bytes)
    {
        const string Units = "bkmgtp";
        bytes = -1;
        if (text == "-1")
        {
            return true;
        }

        string number = text.ToLowerInvariant();
        int shift = 0;
        if (number.EndsWith("ib", StringComparison.Ordinal) && number.Length > 2 && Units.IndexOf(number[^3], StringComparison.Ordinal) > 0)
        {
            number = number[..^2];
        }
        else if (number.EndsWith('b') && number.Length > 1)
        {
            number = number[..^1];
        }

        if (number.Length > 0 && Units.IndexOf(number[^1], StringComparison.Ordinal) is int unit and > 0)
        {
            shift = 10 * unit;
            number = number[..^1];
        }

        bool isNumber = decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value);
        decimal size = isNumber && value <= long.MaxValue ? value * (1L << shift) : decimal.MaxValue;
        bytes = size <= long.MaxValue ? (long)size : 0;
        return size <= long.MaxValue;
    }
}
