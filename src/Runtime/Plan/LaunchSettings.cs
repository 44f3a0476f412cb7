using System;

using Runtime.Config;

namespace Runtime.Plan;

/// <summary>What a launch needs to know beside config.json: the command line's part, and facts about the host that are looked up once.</summary>
internal sealed record LaunchSettings
{
    public required string Id { get; init; }

    public required Bundle Bundle { get; init; }

    /// <summary>The program: config.json's, or that of exec.</summary>
    public required ProcessSpec Process { get; init; }

    /// <summary>The runtime may not do all that root of the host may: it has another user, or is in a user namespace already.</summary>
    public bool IsRootless { get; init; }

    /// <summary>The kernel cannot put the new process into its cgroup (cgroup v1, or clone3 is refused): the runtime does, while init waits.</summary>
    public bool WaitsForCgroup { get; init; }

    /// <summary>The directory of the resctrl group, which only the runtime can put the new process into; null: it stays in the caller's.</summary>
    public string? ResctrlPath { get; init; }

    /// <summary>Init waits until the runtime has put it where it belongs: what it makes before would be born elsewhere.</summary>
    public bool WaitsForPlace => WaitsForCgroup || ResctrlPath is not null;

    /// <summary>The directories of the cgroup, one for each hierarchy, as the host sees them.</summary>
    public CgroupMount[] Cgroup { get; init; } = [];

    /// <summary>The program starts when <c>start</c> says so, and not as soon as all is ready.</summary>
    public bool WaitsForStart { get; init; }

    /// <summary>Bit n−1: the runtime ignores signal n, which execve would hand on.</summary>
    public ulong IgnoredSignals { get; init; }

    /// <summary>Bit n: standard stream n becomes the user's. A device of the host, /dev/null above all, never does.</summary>
    public int OwnedStreams { get; init; }

    /// <summary>Bit n: standard stream n is the host's /dev/null, and becomes the container's.</summary>
    public int NullStreams { get; init; }

    /// <summary>Bit n: capability n is the runtime's to give.</summary>
    public ulong GrantableCapabilities { get; init; } = ulong.MaxValue;

    /// <summary>How many descriptors after standard error the program gets.</summary>
    public int PassedDescriptors { get; init; }

    /// <summary>More of the environment, from the caller: LISTEN_FDS, NOTIFY_SOCKET.</summary>
    public string[] Environment { get; init; } = [];

    /// <summary>Stay in the caller's session keyring.</summary>
    public bool KeepsKeyring { get; init; }

    /// <summary>
    /// Enter the root by moving it, for an initramfs, which cannot be pivoted: then the host's tree stays below, and these are its mounts of procfs
    /// and sysfs, which must not. Null: it is pivoted.
    /// </summary>
    public string[]? RevealingMounts { get; init; }

    /// <summary>Only tests have one.</summary>
    public Fault? Fault { get; init; }

    public Spec Spec => Bundle.Spec;

    public bool Has(NamespaceType type)
    {
        return Array.Exists(Spec.Linux.Namespaces, n => n.Type == type);
    }

    /// <summary>The container gets a namespace of its own of this type.</summary>
    public bool HasNew(NamespaceType type)
    {
        return Array.Exists(Spec.Linux.Namespaces, n => n.Type == type && n.Path is null);
    }
}

/// <summary>A cgroup as one hierarchy shows it.</summary>
/// <param name="Mount">The name below /sys/fs/cgroup: <c>cpu,cpuacct</c>; empty for cgroup v2 alone.</param>
/// <param name="Path">The directory on the host.</param>
internal sealed record CgroupMount(string Mount, string Path);
