namespace Runtime.Config;

/// <summary>One entry of <c>linux.namespaces</c> (runtime-spec 1.3, config-linux.md, Namespaces).</summary>
internal sealed record NamespaceSpec
{
    /// <summary>Each type at most once.</summary>
    public required NamespaceType Type { get; init; }

    /// <summary>An absolute path to the namespace to join; null means a new one.</summary>
    public string? Path { get; init; }
}

/// <summary>The types of namespaces(7).</summary>
internal enum NamespaceType
{
    Cgroup,
    Ipc,
    Mount,
    Network,
    Pid,
    Time,
    User,
    Uts,
}

/// <summary>One member of <c>linux.timeOffsets</c> (config-linux.md, Offset for Time Namespace).</summary>
internal sealed record TimeOffsetSpec
{
    public required TimeClock Clock { get; init; }

    public long Secs { get; init; }

    /// <summary>0 to 999999999.</summary>
    public uint Nanosecs { get; init; }
}

/// <summary>The clocks of a time namespace.</summary>
internal enum TimeClock
{
    Boottime,
    Monotonic,
}

/// <summary>One member of <c>linux.netDevices</c>: a network device that moves into the container (config-linux.md, Network Devices).</summary>
internal sealed record NetDeviceSpec
{
    /// <summary>The name on the host; at most 15 bytes.</summary>
    public required string HostName { get; init; }

    /// <summary>The name in the container, which may have one %d; null keeps it.</summary>
    public string? Name { get; init; }
}
