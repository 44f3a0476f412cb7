using System.Collections.Generic;

namespace Runtime.Plan;

/// <summary>What the steps of the root file system tell each other: descriptors that later steps need.</summary>
/// <param name="Root">The root of the container's tree, attached below the host's.</param>
internal sealed record Rootfs(Slot Root)
{
    /// <summary>Mounts that become read-only when everything in them is made.</summary>
    public List<LateReadOnly> ReadOnlyLater { get; } = [];

    /// <summary>The directory /dev; null where it is the host's own.</summary>
    public Slot? Dev { get; set; }

    /// <summary>The container's own devpts at /dev/pts.</summary>
    public Slot? Devpts { get; set; }
}

/// <summary>A mount that is still writable, and where it is.</summary>
internal sealed record LateReadOnly(Slot Mount, string Destination);
