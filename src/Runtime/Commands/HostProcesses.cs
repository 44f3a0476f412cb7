using System;
using System.Text;
using Runtime.Spawn;
using Runtime.Syscalls;

namespace Runtime.Commands;

/// <summary>The table of the host's ps(1), cut down to some processes: only ps knows what its options mean.</summary>
internal static class HostProcesses
{
    /// <param name="pids">Whose lines stay.</param>
    /// <param name="options">For ps.</param>
    public static string Table(int[] pids, string[] options)
    {
        string[] environment = [$"PATH={SearchPath()}", $"LANG={Environment.GetEnvironmentVariable("LANG")}"];
        string output = Encoding.UTF8.GetString(ToolRunner.Capture("ps", Find("ps"), ["ps", .. options], environment));
        return Filter(output, pids);
    }

    /// <summary>The heading, and the lines whose column PID has one of the numbers.</summary>
    public static string Filter(string table, int[] pids)
    {
        string[] lines = table.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        int column = lines.Length == 0 ? -1 : Array.IndexOf(Words(lines[0]), "PID");
        if (column < 0)
        {
            throw new UsageException("ps shows no column PID with these options");
        }

        StringBuilder kept = new(lines[0]);
        kept.Append('\n');
        foreach (string line in lines.AsSpan(1))
        {
            string[] words = Words(line);
            if (column < words.Length && int.TryParse(words[column], out int pid) && Array.IndexOf(pids, pid) >= 0)
            {
                kept.Append(line).Append('\n');
            }
        }

        return kept.ToString();
    }

    private static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static string SearchPath() => Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin";

    private static string Find(string program)
    {
        foreach (string directory in SearchPath().Split(':'))
        {
            string path = $"{directory}/{program}";
            if (path[0] == '/' && Kernel.TryStat(path, out _) == 0)
            {
                return path;
            }
        }

        throw new KernelException($"finding \"{program}\" in PATH {Quoted.Text(SearchPath())}", Errno.ENOENT);
    }
}
