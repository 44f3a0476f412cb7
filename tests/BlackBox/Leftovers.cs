using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using Xunit;

namespace Runtime.Tests.BlackBox;

/// <summary>
/// What a container could leave behind on the host. A test's directory and ids contain a mark that no other test has, so tests may run side by side:
/// a mount, a cgroup, a process in such a cgroup or with such a root all show it.
/// </summary>
internal static class Leftovers
{
    private const int Attempts = 100;
    private const int Pause = 50;

    /// <summary>Fails if something is left after five seconds: the kernel takes a moment to end a process and to empty its cgroup.</summary>
    public static void AssertNone(string mark)
    {
        List<string> found = Find(mark);
        for (int i = 0; i < Attempts && found.Count > 0; i++)
        {
            Thread.Sleep(Pause);
            found = Find(mark);
        }

        Assert.Empty(found);
    }

    public static List<string> Find(string mark)
    {
        List<string> found = [];
        foreach (string line in File.ReadLines("/proc/self/mountinfo"))
        {
            if (line.Contains(mark, StringComparison.Ordinal))
            {
                found.Add($"mount {line}");
            }
        }

        foreach (string directory in Directory.EnumerateDirectories("/sys/fs/cgroup"))
        {
            FindCgroups(directory, mark, found);
        }

        foreach (string process in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(process), out int pid) && pid != Environment.ProcessId && Belongs(process, mark))
            {
                found.Add($"process {pid}: {Read($"{process}/cmdline").Replace('\0', ' ')}");
            }
        }

        return found;
    }

    private static void FindCgroups(string directory, string mark, List<string> found)
    {
        try
        {
            foreach (string below in Directory.EnumerateDirectories(directory))
            {
                if (below.Contains(mark, StringComparison.Ordinal))
                {
                    found.Add($"cgroup {below}");
                }

                FindCgroups(below, mark, found);
            }
        }
        catch (DirectoryNotFoundException)
        {
            // Of another test, which removed it meanwhile.
        }
    }

    // A process that has ended and waits for its parent has no mount table any more, and is its parent's to take away.
    private static bool Belongs(string process, string mark)
    {
        return Read($"{process}/stat").Contains(") Z ", StringComparison.Ordinal) is false
            && (Read($"{process}/cgroup").Contains(mark, StringComparison.Ordinal)
                || Read($"{process}/cmdline").Contains(mark, StringComparison.Ordinal)
                || Read($"{process}/mountinfo").Contains(mark, StringComparison.Ordinal));
    }

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ""; // it has ended meanwhile
        }
    }
}
