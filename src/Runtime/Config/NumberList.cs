using System;
using System.Globalization;

namespace Runtime.Config;

/// <summary>A list of CPUs or NUMA nodes as cpuset(7) writes it, <c>0-3,7</c>, as the bit mask the kernel takes.</summary>
internal static class NumberList
{
    // Far above what any kernel can be built for, and low enough not to fill memory by a typing error.
    private const int Limit = 1 << 16;

    /// <summary>The mask, lowest numbers first, just long enough; null if the text is not such a list or names nothing.</summary>
    public static ulong[]? Parse(string text)
    {
        ulong[] mask = [];
        foreach (Range part in text.AsSpan().Split(','))
        {
            ReadOnlySpan<char> range = text.AsSpan(part).Trim(' ');
            int dash = range.IndexOf('-');
            ReadOnlySpan<char> left = dash < 0 ? range : range[..dash];
            ReadOnlySpan<char> right = dash < 0 ? range : range[(dash + 1)..];
            if (!TryParse(left, out int first) || !TryParse(right, out int last) || first > last)
            {
                return null;
            }

            if (mask.Length <= last / 64)
            {
                Array.Resize(ref mask, (last / 64) + 1);
            }

            for (int number = first; number <= last; number++)
            {
                mask[number / 64] |= 1ul << (number % 64);
            }
        }

        return mask;
    }

    private static bool TryParse(ReadOnlySpan<char> text, out int number)
    {
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number < Limit;
    }
}
