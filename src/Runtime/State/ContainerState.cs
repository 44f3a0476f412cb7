using Runtime.Config;

namespace Runtime.State;

/// <summary>What must be known of a container between two calls of this program. Written first as an intent, with no pid.</summary>
internal sealed record ContainerState
{
    public required string OciVersion { get; init; }

    public required string Id { get; init; }

    /// <summary>The first process, as the host sees it; 0 in an intent.</summary>
    public int Pid { get; init; }

    /// <summary>Field 22 of /proc/PID/stat: with it a reused pid is recognized.</summary>
    public ulong StartTime { get; init; }

    /// <summary>RFC 3339, UTC.</summary>
    public required string Created { get; init; }

    /// <summary>Absolute.</summary>
    public required string Bundle { get; init; }

    /// <summary>Absolute.</summary>
    public required string RootPath { get; init; }

    public NamedValue[] Annotations { get; init; } = [];

    /// <summary>Where it is in each cgroup hierarchy.</summary>
    public SavedCgroup[] Cgroups { get; init; } = [];

    /// <summary>The scope systemd made for it; null without --systemd-cgroup.</summary>
    public string? SystemdUnit { get; init; }

    /// <summary>It belongs to the user's own service manager, not to the system's.</summary>
    public bool IsUserUnit { get; init; }

    /// <summary>If not, killing the first process leaves the others alive.</summary>
    public bool HasPrivatePidNamespace { get; init; }

    /// <summary>The mount the root lay on before the launch; 0: the container has a mount namespace. See <c>Spawn/RootMount.cs</c>.</summary>
    public ulong MountBelowRoot { get; init; }

    /// <summary>Its resctrl group; null: it stays where its caller was.</summary>
    public SavedResctrl? Resctrl { get; init; }

    /// <summary>Then delete reads the configuration again.</summary>
    public bool HasPoststopHooks { get; init; }

    /// <summary>config.json has poststart hooks, which <c>start</c> runs.</summary>
    public bool HasPoststartHooks { get; init; }

    /// <summary>--no-new-keyring at create, which counts for exec too.</summary>
    public bool KeepsKeyring { get; init; }

    /// <summary>Refusals to write cgroups were passed over.</summary>
    public bool IsRootless { get; init; }

    public ProcessIdentity Process => new(Pid, StartTime);
}

/// <summary>A place in one cgroup hierarchy.</summary>
/// <param name="Controller">The v1 controller; empty for cgroup2.</param>
/// <param name="Path">The directory, absolute on the host.</param>
/// <param name="IsOurs">This program made it, and so removes it.</param>
internal sealed record SavedCgroup(string Controller, string Path, bool IsOurs);

/// <summary>A place in resctrl.</summary>
/// <param name="Path">The directory of the class of service.</param>
/// <param name="Monitor">The directory of the container's monitoring group in it; null: it has none.</param>
/// <param name="IsOurs">The class is the container's alone, and goes with it.</param>
internal sealed record SavedResctrl(string Path, string? Monitor, bool IsOurs);
