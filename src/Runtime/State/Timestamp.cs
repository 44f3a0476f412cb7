using System;

namespace Runtime.State;

/// <summary>Times as RFC 3339 writes them, in UTC. By hand: the formatter of the framework costs more than the rest of writing a state.</summary>
internal static class Timestamp
{
    private const int LongestLength = 28; // 2026-01-02T03:04:05.1234567Z

    /// <summary>To the second: <c>2026-01-02T03:04:05Z</c>.</summary>
    public static string Seconds(DateTime time) => Format(time, fraction: 0);

    /// <summary>With as many digits of the fraction as it needs, as Go's RFC3339Nano: <c>2026-01-02T03:04:05.12Z</c>.</summary>
    public static string Nanoseconds(DateTime time) => Format(time, (int)(time.Ticks % TimeSpan.TicksPerSecond));

    private static string Format(DateTime time, int fraction)
    {
        Span<char> text = stackalloc char[LongestLength];
        int length = 0;
        Append(text, ref length, time.Year, 4, '-');
        Append(text, ref length, time.Month, 2, '-');
        Append(text, ref length, time.Day, 2, 'T');
        Append(text, ref length, time.Hour, 2, ':');
        Append(text, ref length, time.Minute, 2, ':');
        Append(text, ref length, time.Second, 2, fraction > 0 ? '.' : 'Z');
        if (fraction > 0)
        {
            int digits = 7;
            for (; fraction % 10 == 0; fraction /= 10)
            {
                digits--;
            }

            Append(text, ref length, fraction, digits, 'Z');
        }

        return new string(text[..length]);
    }

    private static void Append(Span<char> text, ref int length, int number, int digits, char separator)
    {
        for (int i = digits - 1; i >= 0; i--, number /= 10)
        {
            text[length + i] = (char)('0' + (number % 10));
        }

        length += digits;
        text[length++] = separator;
    }
}
