namespace Runtime.Resources;

/// <summary>What it means that this user may not make the cgroup.</summary>
internal enum CgroupPermission
{
    /// <summary>An error, always.</summary>
    Required,

    /// <summary>Rootless, with a path in the configuration: an error.</summary>
    NeededForPath,

    /// <summary>Rootless, without a path: an error only if there are limits to set.</summary>
    NeededForLimits,
}
