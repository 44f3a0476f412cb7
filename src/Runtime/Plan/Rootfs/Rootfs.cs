using System.Collections.Generic;

namespace Runtime.Plan;

/// <summary>What the steps of the root file system tell each other: descriptors that later steps need.</summary>
/// <param name="Root">The root of the container's tree, attached below the host's.</param>
/// <param name="Number">The number of the mount that it is.</param>
internal sealed record Rootfs(Slot Root, Slot Number)
{
    /// <summary>Where something is mounted already, in order.</summary>
    public List<MountedPlace> Mounted { get; } = [];

    /// <summary>Mounts that become read-only when everything in them is made.</summary>
    public List<LateReadOnly> ReadOnlyLater { get; } = [];

    /// <summary>The number of the mount at /proc; null: nothing is there yet.</summary>
    public Slot? ProcNumber { get; set; }

    /// <summary>The directory /dev; null where it is the host's own.</summary>
    public Slot? Dev { get; set; }

    /// <summary>The container's own devpts at /dev/pts.</summary>
    public Slot? Devpts { get; set; }
}

/// <summary>A place where something is mounted.</summary>
/// <param name="Path">The destination, without a slash at its end.</param>
/// <param name="IsFresh">A file system that nobody else has written to: there are no links in it.</param>
internal sealed record MountedPlace(string Path, bool IsFresh);

/// <summary>A mount that is still writable, and where it is.</summary>
internal sealed record LateReadOnly(Slot Mount, string Destination);
