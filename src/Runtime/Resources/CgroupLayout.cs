using System;
using System.Collections.Generic;
using Runtime.Syscalls;
using static Runtime.Syscalls.Flags;

namespace Runtime.Resources;

/// <summary>One mounted cgroup v1 hierarchy.</summary>
/// <param name="Controllers">Such as <c>cpu</c> and <c>cpuacct</c>, or the one name <c>name=systemd</c>.</param>
/// <param name="MountPoint">Where it is mounted.</param>
/// <param name="MountedRoot">Which cgroup is mounted there; "/" but in a container.</param>
internal sealed record CgroupHierarchy(string[] Controllers, string MountPoint, string MountedRoot);

/// <summary>
/// How this host arranges its cgroups:
/// unified (cgroup2 on /sys/fs/cgroup), v1 (a hierarchy for each controller) or hybrid (v1, and a cgroup2 beside it for processes).
/// </summary>
internal sealed class CgroupLayout
{
    private const string DefaultMountPoint = "/sys/fs/cgroup";

    private CgroupLayout(CgroupHierarchy[] hierarchies, CgroupHierarchy? unified)
    {
        Hierarchies = hierarchies;
        Unified = unified;
    }

    /// <summary>The v1 hierarchies a container joins.</summary>
    public CgroupHierarchy[] Hierarchies { get; }

    /// <summary>The cgroup2 hierarchy, if there is one.</summary>
    public CgroupHierarchy? Unified { get; }

    public bool IsUnified => Hierarchies.Length == 0 && Unified is not null;

    public bool IsHybrid => Hierarchies.Length > 0 && Unified is not null;

    public bool IsV1 => Hierarchies.Length > 0 && Unified is null;

    public static CgroupLayout Detect()
    {
        // Nearly every host: one call, and the mount table is not read.
        if (Kernel.TryStatFs(DefaultMountPoint, out statfs found) == 0 && found.f_type == CGROUP2_SUPER_MAGIC)
        {
            return new CgroupLayout([], new CgroupHierarchy([], DefaultMountPoint, "/"));
        }
        return Parse(Kernel.ReadText("/proc/self/mountinfo"));
    }

    /// <summary>The layout a mount table (proc_pid_mountinfo(5)) shows.</summary>
    public static CgroupLayout Parse(string mountinfo)
    {
        List<CgroupHierarchy> hierarchies = [];
        CgroupHierarchy? unified = null;
        foreach (string line in mountinfo.Split('\n'))
        {
            // id parent major:minor root mount-point options [optional...] - type source super-options
            int separator = line.IndexOf(" - cgroup", StringComparison.Ordinal);
            if (separator < 0)
            {
                continue;
            }
            string[] mount = line[..separator].Split(' ');
            string[] fileSystem = line[(separator + 3)..].Split(' ');
            string mountPoint = Unescape(mount[4]);
            string root = Unescape(mount[3]);
            if (fileSystem[0] == "cgroup2")
            {
                unified ??= new CgroupHierarchy([], mountPoint, root);
            }
            else if (fileSystem[0] == "cgroup" && ControllersOf(fileSystem[2]) is { Length: > 0 } controllers
                && !IsKnown(hierarchies, controllers[0]))
            {
                hierarchies.Add(new CgroupHierarchy(controllers, mountPoint, root));
            }
        }
        if (hierarchies.Count == 0 && unified is null)
        {
            throw new KernelException("finding a mounted cgroup file system", Errno.ENOENT);
        }
        return new CgroupLayout([.. hierarchies], unified);
    }

    /// <summary>The v1 hierarchy of a controller; null if it is not mounted.</summary>
    public CgroupHierarchy? Find(string controller)
    {
        foreach (CgroupHierarchy hierarchy in Hierarchies)
        {
            if (Array.IndexOf(hierarchy.Controllers, controller) >= 0)
            {
                return hierarchy;
            }
        }
        return null;
    }

    /// <summary>This process' own cgroup in a hierarchy, as /proc/self/cgroup (cgroups(7)) writes it.</summary>
    public static string OwnPath(CgroupHierarchy hierarchy, string procSelfCgroup)
    {
        foreach (string line in procSelfCgroup.Split('\n'))
        {
            // 4:memory:/a/b, 0::/a/b
            int first = line.IndexOf(':');
            int second = first < 0 ? -1 : line.IndexOf(':', first + 1);
            if (second < 0)
            {
                continue;
            }
            string controllers = line[(first + 1)..second];
            bool isThisOne = hierarchy.Controllers.Length == 0
                ? controllers.Length == 0
                : Array.IndexOf(controllers.Split(','), hierarchy.Controllers[0]) >= 0;
            if (isThisOne)
            {
                return line[(second + 1)..];
            }
        }
        throw new KernelException("finding this process' cgroup below " + Quoted.Text(hierarchy.MountPoint), Errno.ENOENT);
    }

    // Of the hierarchies without a controller only systemd's is the system's; others belong to a program that made them.
    private static string[] ControllersOf(string superOptions)
    {
        List<string> controllers = [];
        foreach (string option in superOptions.Split(','))
        {
            bool isController = option is "cpuset" or "cpu" or "cpuacct" or "blkio" or "memory" or "devices" or "freezer"
                or "net_cls" or "perf_event" or "net_prio" or "hugetlb" or "pids" or "rdma" or "misc" or "name=systemd";
            if (isController)
            {
                controllers.Add(option);
            }
        }
        return [.. controllers];
    }

    private static bool IsKnown(List<CgroupHierarchy> hierarchies, string controller)
    {
        foreach (CgroupHierarchy hierarchy in hierarchies)
        {
            if (Array.IndexOf(hierarchy.Controllers, controller) >= 0)
            {
                return true;
            }
        }
        return false;
    }

    // The kernel writes space, tab, line feed and backslash as three octal digits.
    private static string Unescape(string field)
    {
        return field.Contains('\\')
            ? field.Replace("\\040", " ", StringComparison.Ordinal).Replace("\\011", "\t", StringComparison.Ordinal)
                .Replace("\\012", "\n", StringComparison.Ordinal).Replace("\\134", "\\", StringComparison.Ordinal)
            : field;
    }
}
