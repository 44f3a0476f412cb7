using System;

using Runtime.Syscalls;

namespace Runtime.Shim.Streams;

/// <summary>The time of a line, as RFC 3339 with all nine digits: <c>2026-01-02T03:04:05.000000678+01:00</c>. By hand: a busy container logs a million lines.</summary>
internal static class LogTime
{
    public const int Length = 35;
    private const int SecondsPerDay = 86400;
    private const int SecondsPerHour = 3600;
    private const int SecondsPerMinute = 60;

    /// <param name="time">Since 1970, in UTC.</param>
    /// <param name="offset">Of the zone, in seconds east of Greenwich.</param>
    /// <param name="text">Gets <see cref="Length"/> bytes.</param>
    public static void Format(timespec time, int offset, Span<byte> text)
    {
        long local = time.tv_sec + offset;
        long days = Math.DivRem(local, SecondsPerDay, out long second);
        if (second < 0)
        {
            days--;
            second += SecondsPerDay;
        }

        (int year, int month, int day) = DateOf(days);
        Put(text, 0, 4, year, '-');
        Put(text, 5, 2, month, '-');
        Put(text, 8, 2, day, 'T');
        Put(text, 11, 2, (int)second / SecondsPerHour, ':');
        Put(text, 14, 2, (int)second / SecondsPerMinute % SecondsPerMinute, ':');
        Put(text, 17, 2, (int)second % SecondsPerMinute, '.');
        Put(text, 20, 9, (int)time.tv_nsec, offset < 0 ? '-' : '+');
        Put(text, 30, 2, Math.Abs(offset) / SecondsPerHour, ':');
        Put(text, 33, 2, Math.Abs(offset) / SecondsPerMinute % SecondsPerMinute, '\0');
    }

    // The Gregorian calendar in eras of 400 years that begin on the first of March, so that the leap day is the last of its year.
    private static (int Year, int Month, int Day) DateOf(long days)
    {
        const int DaysFromMarchOfYear0 = 719468;
        const int DaysPerEra = 146097;
        days += DaysFromMarchOfYear0;
        long era = Math.DivRem(days, DaysPerEra, out long dayOfEra);
        if (dayOfEra < 0)
        {
            era--;
            dayOfEra += DaysPerEra;
        }

        long yearOfEra = (dayOfEra - (dayOfEra / 1460) + (dayOfEra / 36524) - (dayOfEra / 146096)) / 365;
        long dayOfYear = dayOfEra - ((365 * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100));
        long march = ((5 * dayOfYear) + 2) / 153;
        int month = (int)(march < 10 ? march + 3 : march - 9);
        int day = (int)(dayOfYear - (((153 * march) + 2) / 5) + 1);
        return ((int)((era * 400) + yearOfEra) + (month <= 2 ? 1 : 0), month, day);
    }

    private static void Put(Span<byte> text, int start, int digits, int number, char after)
    {
        for (int i = start + digits - 1; i >= start; i--, number /= 10)
        {
            text[i] = (byte)('0' + (number % 10));
        }

        if (after != '\0')
        {
            text[start + digits] = (byte)after;
        }
    }
}
