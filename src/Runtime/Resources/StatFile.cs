using System;
using System.Collections.Generic;
using System.Globalization;

namespace Runtime.Resources;

/// <summary>Reads the kinds of files the kernel reports numbers in. A file that is not there has no numbers.</summary>
internal static class StatFile
{
    /// <summary>The number a file holds; null if there is no such file or it says <c>max</c>.</summary>
    public static ulong? ReadNumber(CgroupDirectory directory, string file)
    {
        return ulong.TryParse(directory.TryRead(file), NumberStyles.None, CultureInfo.InvariantCulture, out ulong number) ? number : null;
    }

    /// <summary>The number beside a key.</summary>
    public static ulong? ReadKeyed(CgroupDirectory directory, string file, string key)
    {
        foreach (StatLine line in ReadLines(directory, file))
        {
            if (line.Key == key)
            {
                return line.Value;
            }
        }
        return null;
    }

    /// <summary>Lines of a key and a number.</summary>
    public static StatLine[] ReadLines(CgroupDirectory directory, string file)
    {
        List<StatLine> lines = [];
        foreach (string[] words in ReadWords(directory, file))
        {
            if (words.Length == 2 && ulong.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out ulong number))
            {
                lines.Add(new StatLine(words[0], number));
            }
        }
        return [.. lines];
    }

    public static ulong Find(StatLine[] lines, string key)
    {
        foreach (StatLine line in lines)
        {
            if (line.Key == key)
            {
                return line.Value;
            }
        }
        return 0;
    }

    /// <summary>Each line as its words.</summary>
    public static List<string[]> ReadWords(CgroupDirectory directory, string file)
    {
        List<string[]> lines = [];
        foreach (string line in (directory.TryRead(file) ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            lines.Add(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        }
        return lines;
    }

    /// <summary>A list such as 0-3,7.</summary>
    public static ulong[] ReadRanges(CgroupDirectory directory, string file)
    {
        List<ulong> numbers = [];
        foreach (string range in (directory.TryRead(file) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] ends = range.Split('-');
            for (ulong number = Parse(ends[0]); number <= Parse(ends[^1]); number++)
            {
                numbers.Add(number);
            }
        }
        return [.. numbers];
    }

    /// <summary>"some avg10=0.00 avg60=0.00 avg300=0.00 total=0" and the same for "full"; null where the kernel does not measure it.</summary>
    public static PressureStats? ReadPressure(CgroupDirectory directory, string file)
    {
        PressureLine some = default;
        PressureLine full = default;
        List<string[]> lines = ReadWords(directory, file);
        foreach (string[] words in lines)
        {
            PressureLine line = new(Average(words[1]), Average(words[2]), Average(words[3]), Parse(AfterEqualSign(words[4])));
            some = words[0] == "some" ? line : some;
            full = words[0] == "full" ? line : full;
        }
        return lines.Count == 0 ? null : new PressureStats(some, full);
    }

    public static ulong Parse(string number)
    {
        return ulong.Parse(number, NumberStyles.None, CultureInfo.InvariantCulture);
    }

    private static double Average(string word)
    {
        return double.Parse(AfterEqualSign(word), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
    }

    private static string AfterEqualSign(string word)
    {
        return word[(word.IndexOf('=') + 1)..];
    }
}
