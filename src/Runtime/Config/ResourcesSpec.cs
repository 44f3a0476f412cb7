namespace Runtime.Config;

/// <summary>
/// <c>linux.resources</c>: what the container's cgroup may use (runtime-spec 1.3, config-linux.md, Control groups).
/// Null always means: not said, leave it alone.
/// </summary>
internal sealed record ResourcesSpec
{
    public DeviceRuleSpec[] Devices { get; init; } = [];

    public MemorySpec? Memory { get; init; }

    public CpuSpec? Cpu { get; init; }

    public PidsSpec? Pids { get; init; }

    public BlockIoSpec? BlockIO { get; init; }

    public HugepageLimitSpec[] HugepageLimits { get; init; } = [];

    public NetworkSpec? Network { get; init; }

    public RdmaSpec[] Rdma { get; init; } = [];

    /// <summary>Files of a cgroup v2 directory and what is written to them, after everything else.</summary>
    public NamedValue[] Unified { get; init; } = [];
}

/// <summary><c>linux.resources.memory</c>; bytes, −1 is unlimited (config-linux.md, Memory).</summary>
internal sealed record MemorySpec
{
    public long? Limit { get; init; }

    /// <summary>The soft limit.</summary>
    public long? Reservation { get; init; }

    /// <summary>Memory and swap together.</summary>
    public long? Swap { get; init; }

    /// <summary>Deprecated: ignored with a warning.</summary>
    public long? Kernel { get; init; }

    /// <summary>Deprecated: ignored with a warning.</summary>
    public long? KernelTCP { get; init; }

    /// <summary>0 to 100; cgroup v1 only.</summary>
    public ulong? Swappiness { get; init; }

    public bool? DisableOOMKiller { get; init; }

    public bool? UseHierarchy { get; init; }

    /// <summary>Refuse a new limit below the present usage.</summary>
    public bool CheckBeforeUpdate { get; init; }
}

/// <summary><c>linux.resources.cpu</c>; times in microseconds (config-linux.md, CPU).</summary>
internal sealed record CpuSpec
{
    /// <summary>A weight relative to other cgroups, 2 to 262144; 0 is not said.</summary>
    public ulong? Shares { get; init; }

    /// <summary>CPU time in each <see cref="Period"/>; −1 is unlimited.</summary>
    public long? Quota { get; init; }

    /// <summary>CPU time that may be saved up for later periods.</summary>
    public ulong? Burst { get; init; }

    public ulong? Period { get; init; }

    public long? RealtimeRuntime { get; init; }

    public ulong? RealtimePeriod { get; init; }

    /// <summary>A list such as <c>0-3,7</c>.</summary>
    public string? Cpus { get; init; }

    /// <summary>NUMA nodes, a list such as <c>0-3,7</c>.</summary>
    public string? Mems { get; init; }

    /// <summary>1 runs the cgroup only when nothing else wants to; 0 is the default.</summary>
    public long? Idle { get; init; }
}

/// <summary><c>linux.resources.pids</c> (config-linux.md, PIDs).</summary>
internal sealed record PidsSpec
{
    /// <summary>−1 is unlimited.</summary>
    public long? Limit { get; init; }
}

/// <summary>One entry of <c>linux.resources.hugepageLimits</c> (config-linux.md, Huge page limits).</summary>
internal sealed record HugepageLimitSpec
{
    /// <summary>As the kernel writes it: 64KB, 2MB, 1GB.</summary>
    public required string PageSize { get; init; }

    /// <summary>Bytes.</summary>
    public required ulong Limit { get; init; }
}

/// <summary><c>linux.resources.network</c>, cgroup v1 only (config-linux.md, Network).</summary>
internal sealed record NetworkSpec
{
    public uint? ClassID { get; init; }

    public InterfacePrioritySpec[] Priorities { get; init; } = [];
}

/// <summary>One entry of <c>linux.resources.network.priorities</c>.</summary>
internal sealed record InterfacePrioritySpec
{
    public required string Name { get; init; }

    public required uint Priority { get; init; }
}

/// <summary>One member of <c>linux.resources.rdma</c> (config-linux.md, RDMA).</summary>
internal sealed record RdmaSpec
{
    public required string Device { get; init; }

    public uint? HcaHandles { get; init; }

    public uint? HcaObjects { get; init; }
}
