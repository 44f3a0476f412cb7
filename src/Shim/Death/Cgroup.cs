using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Shim.Death;

/// <summary>The cgroup of a container, as /proc has it while its process lives: what remains to be asked when it has died.</summary>
internal sealed class Cgroup
{
    private const string Root = "/sys/fs/cgroup";

    // By controller; "" is the unified hierarchy.
    private readonly Dictionary<string, string> _paths = [];

    private Cgroup(bool isUnified)
    {
        IsUnified = isUnified;
    }

    /// <summary>Version 2 alone. With both, the controllers are version 1's.</summary>
    public bool IsUnified { get; }

    /// <summary>Null if the process is gone.</summary>
    public static Cgroup? Of(int pid)
    {
        byte[] text = new byte[8192];
        int length = Kernel.TryReadFile(AT_FDCWD, string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/cgroup"), text);
        if (length <= 0)
        {
            return null;
        }

        bool isUnified = Kernel.TryStatFs(Root, out statfs status) == 0 && (uint)status.f_type == CGROUP2_SUPER_MAGIC;
        Cgroup cgroup = new(isUnified);
        foreach (string line in Encoding.UTF8.GetString(text, 0, length).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            // 4:cpu,cpuacct:/path
            int first = line.IndexOf(':');
            int second = line.IndexOf(':', first + 1);
            foreach (string controller in line[(first + 1)..second].Split(','))
            {
                cgroup._paths[controller] = line[(second + 1)..];
            }
        }

        return cgroup;
    }

    /// <summary>Where the files of a controller are; null where there is none.</summary>
    public string? Directory(string controller)
    {
        if (IsUnified)
        {
            return _paths.TryGetValue("", out string? unified) ? Root + unified : null;
        }

        return _paths.TryGetValue(controller, out string? path) ? Root + "/" + controller + path : null;
    }

    public bool Exists(string controller)
    {
        return Directory(controller) is string directory && Kernel.TryStat(directory, out _) == 0;
    }

    /// <summary>All of them, those of cgroups below included.</summary>
    public List<int> Processes()
    {
        List<int> pids = [];
        foreach (string controller in new[] { "pids", "memory", "devices", "cpu" })
        {
            if (Directory(controller) is string directory && Kernel.TryStat(directory, out _) == 0)
            {
                Collect(directory, pids);
                return pids;
            }
        }

        return pids;
    }

    private static void Collect(string directory, List<int> pids)
    {
        byte[] text = new byte[65536];
        int length = Kernel.TryReadFile(AT_FDCWD, directory + "/cgroup.procs", text);
        foreach (string line in Encoding.ASCII.GetString(text, 0, Math.Max(0, length)).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            pids.Add(int.Parse(line, NumberStyles.None, CultureInfo.InvariantCulture));
        }

        int opened = Kernel.TryOpenAt(AT_FDCWD, directory, O_RDONLY | O_DIRECTORY);
        if (opened < 0)
        {
            return; // removed in this moment
        }

        using Descriptor open = new(opened);
        foreach (DirectoryEntry entry in new DirectoryEntries(open.Number, stackalloc byte[4096]))
        {
            if (entry.Type == DT_DIR)
            {
                Collect(directory + "/" + entry.ToString(), pids);
            }
        }
    }
}
