using System;
using System.Buffers.Text;

using Runtime.Resources;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Spawn;

/// <summary>Facts about this process and its host, looked up once for a launch.</summary>
internal static unsafe class Host
{
    /// <summary>Bit n−1: signal n is ignored.</summary>
    /// <exception cref="KernelException">There is no procfs.</exception>
    public static ulong IgnoredSignals()
    {
        const string Status = "/proc/self/status"; // one file for what would take rt_sigaction(2) 64 calls
        Span<byte> text = stackalloc byte[4096];
        int length = Kernel.TryReadFile(AT_FDCWD, Status, text);
        if (length < 0)
        {
            throw new KernelException($"reading {Quoted.Text(Status)}", -length);
        }

        ReadOnlySpan<byte> label = "\nSigIgn:\t"u8;
        ReadOnlySpan<byte> value = text[..length];
        value = value[(value.IndexOf(label) + label.Length)..];
        return Utf8Parser.TryParse(value, out ulong ignored, out _, 'x') ? ignored : throw new KernelException($"reading SigIgn in {Quoted.Text(Status)}", Errno.EINVAL);
    }

    /// <summary>Bit n of owned: standard stream n is open, and may be given away. Bit n of null: it is the host's /dev/null, which may not.</summary>
    public static (int Owned, int Null) StandardStreams()
    {
        const int NullMajor = 1;
        const int NullMinor = 3;
        int owned = 0;
        int nulls = 0;
        for (int stream = 0; stream < 3; stream++)
        {
            if (Kernel.TryStatx(stream, "", out statx status, AT_EMPTY_PATH) < 0)
            {
                continue; // closed
            }

            if ((status.stx_mode & S_IFMT) == S_IFCHR && status.stx_rdev_major == NullMajor && status.stx_rdev_minor == NullMinor)
            {
                nulls |= 1 << stream;
            }
            else
            {
                owned |= 1 << stream;
            }
        }

        return (owned, nulls);
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
