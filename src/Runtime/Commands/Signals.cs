using System;
using System.Globalization;

namespace Runtime.Commands;

/// <summary>Signals by name or number. The numbers are those of x86 and arm, which agree.</summary>
internal static class Signals
{
    private const int SIGRTMIN = 34; // the C library keeps 32 and 33 for itself
    private const int SIGRTMAX = 64;

    private static readonly string[] s_names =
    [
        "", "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE", "ALRM", "TERM",
        "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS",
    ];

    /// <summary>The number of <c>9</c>, <c>KILL</c>, <c>SIGKILL</c>, <c>RTMIN+1</c>, in any case.</summary>
    public static int Read(string word)
    {
        if (int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number is >= 0 and <= SIGRTMAX)
        {
            return number;
        }

        string name = word.ToUpperInvariant();
        if (name.StartsWith("SIG", StringComparison.Ordinal))
        {
            name = name[3..];
        }

        return FindName(name) ?? FindRealtime(name) ?? throw new UsageException($"unknown signal \"{word}\"");
    }

    private static int? FindName(string name)
    {
        for (int i = 1; i < s_names.Length; i++)
        {
            if (s_names[i] == name)
            {
                return i;
            }
        }

        return name switch
        {
            "IOT" => 6,
            "CLD" => 17,
            "POLL" => 29,
            _ => null,
        };
    }

    private static int? FindRealtime(string name)
    {
        if (name is "RTMIN")
        {
            return SIGRTMIN;
        }

        if (name is "RTMAX")
        {
            return SIGRTMAX;
        }

        bool isUp = name.StartsWith("RTMIN+", StringComparison.Ordinal);
        bool isDown = name.StartsWith("RTMAX-", StringComparison.Ordinal);
        if ((!isUp && !isDown) || !int.TryParse(name.AsSpan(6), NumberStyles.None, CultureInfo.InvariantCulture, out int distance))
        {
            return null;
        }

        return distance > SIGRTMAX - SIGRTMIN ? null : isUp ? SIGRTMIN + distance : SIGRTMAX - distance;
    }
}
