namespace Runtime.Config;

/// <summary>What the checks must know about the machine and the caller. The caller of the checks looks it up, so that they stay pure.</summary>
internal sealed record HostFacts
{
    /// <summary>The effective user is not root of its user namespace.</summary>
    public required bool IsRootless { get; init; }

    /// <summary>A network namespace is joined by path, and it is the one this program runs in.</summary>
    public bool JoinsOwnNetwork { get; init; }

    public bool HasUserNamespaces { get; init; } = true;

    public bool HasCgroupNamespaces { get; init; } = true;

    public bool HasTimeNamespaces { get; init; } = true;

    public bool HasApparmor { get; init; }

    public bool HasSelinux { get; init; }

    /// <summary>resctrl is mounted.</summary>
    public bool HasIntelRdt { get; init; }

    /// <summary>resctrl can divide the third-level cache (CAT).</summary>
    public bool HasCacheAllocation { get; init; }

    /// <summary>resctrl can divide the memory bandwidth (MBA).</summary>
    public bool HasBandwidthAllocation { get; init; }
}
