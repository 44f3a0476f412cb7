using System;

namespace Runtime.State;

/// <summary>Where a container is in its life (runtime-spec 1.3, runtime.md, State). Computed, never stored.</summary>
internal enum ContainerStatus
{
    /// <summary>A <c>create</c> is at work.</summary>
    Creating,

    /// <summary>It waits for <c>start</c>.</summary>
    Created,

    Running,

    Paused,

    /// <summary>Its first process is gone, or never came to be.</summary>
    Stopped,
}

/// <summary>The words callers read.</summary>
internal static class ContainerStatusName
{
    public static string Of(ContainerStatus status) => status switch
    {
        ContainerStatus.Creating => "creating",
        ContainerStatus.Created => "created",
        ContainerStatus.Running => "running",
        ContainerStatus.Paused => "paused",
        ContainerStatus.Stopped => "stopped",
        _ => throw new ArgumentOutOfRangeException(nameof(status)),
    };
}
