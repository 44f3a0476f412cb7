using System;
using System.Collections.Generic;
using System.Text;

using Runtime.Syscalls;

namespace Runtime.Spawn;

/// <summary>A line of the mount table (proc_pid_mountinfo(5)).</summary>
/// <param name="Point">Where it is.</param>
/// <param name="Type">Of its file system.</param>
internal sealed record MountEntry(string Point, string Type)
{
    private const int PointField = 4;

    public static List<MountEntry> ReadAll() => Parse(Kernel.ReadText("/proc/self/mountinfo"));

    public static List<MountEntry> Parse(string mountinfo)
    {
        List<MountEntry> entries = [];
        foreach (string line in mountinfo.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] fields = line.Split(' ');
            int separator = Array.IndexOf(fields, "-"); // after a number of optional fields
            entries.Add(new MountEntry(Unescape(fields[PointField]), fields[separator + 1]));
        }

        return entries;
    }

    /// <summary>A space, a tab, a line feed and a backslash are written as three octal digits.</summary>
    private static string Unescape(string field)
    {
        if (!field.Contains('\\', StringComparison.Ordinal))
        {
            return field;
        }

        StringBuilder text = new();
        for (int i = 0; i < field.Length; i++)
        {
            bool isEscape = field[i] == '\\' && i + 3 < field.Length;
            text.Append(isEscape ? (char)Convert.ToInt32(field.Substring(i + 1, 3), 8) : field[i]);
            i += isEscape ? 3 : 0;
        }

        return text.ToString();
    }
}
