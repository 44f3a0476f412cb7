using Runtime.Resources;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Spawn;

/// <summary>Facts about this process and its host, looked up once for a launch.</summary>
internal static unsafe class Host
{
    private const int NullMajor = 1;
    private const int NullMinor = 3;
    private const int LastSignal = 64;

    /// <summary>Bit n−1: signal n is ignored.</summary>
    public static ulong IgnoredSignals()
    {
        ulong ignored = 0;
        for (int signal = 1; signal <= LastSignal; signal++)
        {
            if (Kernel.RtSigAction(signal).sa_handler == SIG_IGN)
            {
                ignored |= 1UL << (signal - 1);
            }
        }

        return ignored;
    }

    /// <summary>Bit n: standard stream n is open and not the host's /dev/null, so it may be given away.</summary>
    public static int OwnedStreams()
    {
        int owned = 0;
        for (int stream = 0; stream < 3; stream++)
        {
            if (Kernel.TryStatx(stream, "", out statx status, AT_EMPTY_PATH) == 0
                && (status.stx_rdev_major != NullMajor || status.stx_rdev_minor != NullMinor))
            {
                owned |= 1 << stream;
            }
        }

        return owned;
    }

    /// <summary>Bit n: standard stream n is the host's /dev/null.</summary>
    public static int NullStreams()
    {
        int streams = 0;
        for (int stream = 0; stream < 3; stream++)
        {
            if (Kernel.TryStatx(stream, "", out statx status, AT_EMPTY_PATH) == 0
                && (status.stx_mode & S_IFMT) == S_IFCHR
                && status.stx_rdev_major == NullMajor
                && status.stx_rdev_minor == NullMinor)
            {
                streams |= 1 << stream;
            }
        }

        return streams;
    }

    /// <summary>Where procfs and sysfs are mounted outside of a root, the innermost first.</summary>
    public static string[] RevealingMounts(string rootPath)
    {
        System.Collections.Generic.List<string> mounts = [];
        foreach (MountEntry mount in MountEntry.ReadAll())
        {
            if (mount.Type is "proc" or "sysfs" && !mount.Point.StartsWith(rootPath + "/", System.StringComparison.Ordinal))
            {
                mounts.Insert(0, mount.Point);
            }
        }

        return mounts.ToArray();
    }

    /// <summary>Bit n: this process has capability n. In a new user namespace a process has them all.</summary>
    public static ulong Capabilities()
    {
        __user_cap_header_struct header = new() { version = 0x20080522 };
        __user_cap_data_struct* halves = stackalloc __user_cap_data_struct[2];
        nint result = RawCall.Invoke(SystemCall.capget, (nint)(&header), (nint)halves);
        return result == 0
            ? halves[0].permitted | ((ulong)halves[1].permitted << 32)
            : throw new KernelException("reading the capabilities", (int)-result);
    }

    /// <summary>False: a seccomp filter around this process refuses clone3, whose arguments it cannot see, and so no process can be born in its cgroup.</summary>
    public static bool HasClone3()
    {
        // With no arguments at all the kernel itself says EINVAL.
        return RawCall.Invoke(SystemCall.clone3, 0, 0) == -Errno.EINVAL;
    }

    /// <summary>The directories of a cgroup as the mount of the cgroup file system needs them.</summary>
    public static Plan.CgroupMount[] Mounts(CgroupLayout layout, Cgroup cgroup)
    {
        CgroupPlace[] places = cgroup.Paths;
        if (layout.IsUnified)
        {
            return places.Length == 0 ? [] : [new Plan.CgroupMount("", places[0].Path)];
        }

        System.Collections.Generic.List<Plan.CgroupMount> mounts = [];
        foreach (CgroupHierarchy hierarchy in layout.Hierarchies)
        {
            CgroupPlace? place = System.Array.Find(places, p => p.Controller == hierarchy.Controllers[0]);
            if (place is not null)
            {
                mounts.Add(new Plan.CgroupMount(hierarchy.MountPoint[(hierarchy.MountPoint.LastIndexOf('/') + 1)..], place.Path));
            }
        }

        return mounts.ToArray();
    }
}
