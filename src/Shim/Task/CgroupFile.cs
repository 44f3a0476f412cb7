using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Shim.Task;

/// <summary>Numbers in the files of a cgroup. A file that is not there, for want of a controller or of a newer kernel, is all zeros.</summary>
internal static class CgroupFile
{
    private const int LongestFile = 16384;

    /// <summary>"max" is the largest number.</summary>
    public static ulong Number(string directory, string name)
    {
        return Parse(Text(directory, name).Trim());
    }

    /// <summary>Lines of a key and a number.</summary>
    public static Dictionary<string, ulong> Keyed(string directory, string name)
    {
        Dictionary<string, ulong> values = [];
        foreach (string line in Lines(directory, name))
        {
            int space = line.LastIndexOf(' ');
            if (space > 0)
            {
                values[line[..space]] = Parse(line[(space + 1)..]);
            }
        }

        return values;
    }

    public static string[] Lines(string directory, string name)
    {
        return Text(directory, name).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    public static ulong Parse(string text)
    {
        if (text == "max")
        {
            return ulong.MaxValue;
        }

        return ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong value) ? value : 0;
    }

    public static ulong Of(this Dictionary<string, ulong> values, string key)
    {
        return values.TryGetValue(key, out ulong value) ? value : 0;
    }

    /// <summary>The sizes of huge pages that the cgroup counts: "2MB".</summary>
    public static List<string> HugePageSizes(string directory, string file)
    {
        List<string> sizes = [];
        int opened = Kernel.TryOpenAt(AT_FDCWD, directory, O_RDONLY | O_DIRECTORY);
        if (opened < 0)
        {
            return sizes;
        }

        using Descriptor open = new(opened);
        foreach (DirectoryEntry entry in new DirectoryEntries(open.Number, stackalloc byte[4096]))
        {
            string name = entry.ToString();
            if (name.StartsWith("hugetlb.", StringComparison.Ordinal) && name.EndsWith("." + file, StringComparison.Ordinal) && name.Split('.').Length == 3)
            {
                sizes.Add(name.Split('.')[1]);
            }
        }

        return sizes;
    }

    private static string Text(string directory, string name)
    {
        byte[] bytes = new byte[LongestFile];
        int length = Kernel.TryReadFile(AT_FDCWD, directory + "/" + name, bytes);
        return Encoding.ASCII.GetString(bytes, 0, Math.Max(0, length));
    }
}
