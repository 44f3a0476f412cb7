using System;
using System.Collections.Generic;
using Runtime.Config;
using Runtime.Syscalls;

namespace Runtime.Resources;

/// <summary>Where a container is in one hierarchy.</summary>
/// <param name="Controller">The v1 controller; empty for cgroup2.</param>
/// <param name="Path">The directory, absolute on the host.</param>
/// <param name="IsOurs">The runtime made it, and so removes it.</param>
internal sealed record CgroupPlace(string Controller, string Path, bool IsOurs);

/// <summary>The cgroup of one container: made before it is born, emptied and removed after it.</summary>
internal abstract class Cgroup : IDisposable
{
    private const string RootlessRule = "rootless needs no limits + no cgrouppath when no permission is granted for cgroups";

    /// <summary>Decides where a new container's cgroup will be; nothing is made yet.</summary>
    /// <param name="layout">The host's.</param>
    /// <param name="cgroupsPath"><c>linux.cgroupsPath</c>.</param>
    /// <param name="containerId">Names the cgroup if there is no path.</param>
    /// <param name="ignorePermissionErrors">Rootless: a container that needs no limits may be left in the caller's cgroup.</param>
    public static Cgroup Prepare(CgroupLayout layout, string? cgroupsPath, string containerId, bool ignorePermissionErrors)
    {
        string requested = CgroupPath.Requested(cgroupsPath, containerId);
        string own = requested[0] == '/' ? "" : Kernel.ReadText("/proc/self/cgroup");
        CgroupPermission permission = !ignorePermissionErrors ? CgroupPermission.Required
            : string.IsNullOrEmpty(cgroupsPath) ? CgroupPermission.NeededForLimits : CgroupPermission.NeededForPath;
        if (layout.IsUnified)
        {
            string ownPath = own.Length == 0 ? "" : CgroupLayout.OwnPath(layout.Unified!, own);
            return new CgroupV2(new CgroupDirectory(layout.Unified!.MountPoint, CgroupPath.BesideOwn(requested, ownPath)), permission);
        }
        List<CgroupV1Hierarchy> hierarchies = [];
        foreach (CgroupHierarchy hierarchy in layout.Hierarchies)
        {
            hierarchies.Add(new CgroupV1Hierarchy(hierarchy.Controllers, In(hierarchy)));
        }
        return new CgroupV1([.. hierarchies], layout.Unified is null ? null : In(layout.Unified), permission);

        CgroupDirectory In(CgroupHierarchy hierarchy)
        {
            string ownPath = own.Length == 0 ? "" : CgroupLayout.OwnPath(hierarchy, own);
            return new CgroupDirectory(hierarchy.MountPoint, CgroupPath.BelowOwn(requested, ownPath, hierarchy.MountedRoot));
        }
    }

    /// <summary>The cgroup of a container that was made earlier, from its saved <see cref="Paths"/>.</summary>
    public static Cgroup FromPaths(CgroupLayout layout, IReadOnlyList<CgroupPlace> paths)
    {
        if (layout.IsUnified)
        {
            return new CgroupV2(paths.Count == 0 ? null : Reopen(layout.Unified!, paths[0]));
        }
        List<CgroupV1Hierarchy> hierarchies = [];
        CgroupDirectory? unified = null;
        foreach (CgroupHierarchy hierarchy in layout.Hierarchies)
        {
            foreach (CgroupPlace place in paths)
            {
                if (place.Controller == hierarchy.Controllers[0])
                {
                    hierarchies.Add(new CgroupV1Hierarchy(hierarchy.Controllers, Reopen(hierarchy, place)));
                }
            }
        }
        foreach (CgroupPlace place in paths)
        {
            if (place.Controller.Length == 0 && layout.Unified is not null)
            {
                unified = Reopen(layout.Unified, place);
            }
        }
        return new CgroupV1([.. hierarchies], unified);
    }

    /// <summary>Where the container is, for state.json; one entry for each controller on v1.</summary>
    public abstract CgroupPlace[] Paths { get; }

    /// <summary>The directory for CLONE_INTO_CGROUP; null where only <see cref="Join"/> moves a process.</summary>
    public abstract Descriptor? CloneTarget { get; }

    /// <summary>The unit of systemd that has made it; null: the runtime has.</summary>
    public virtual string? Unit => null;

    /// <summary>The unit belongs to the user's own manager.</summary>
    public virtual bool IsUserUnit => false;

    /// <summary>It cannot be there before a process is in it, and so takes its limits only after <see cref="Join"/>.</summary>
    public virtual bool IsMadeByJoining => false;

    /// <summary>Refuses a cgroup that exists and is not empty, or is frozen.</summary>
    public abstract void CheckUnused();

    /// <summary>Makes the directories. One that exists must be empty and not frozen.</summary>
    public abstract void Create();

    /// <summary>Opens directories that were made for the container by another, and adds what is missing.</summary>
    public abstract void Adopt();

    /// <summary>Opens the directories of a container that exists.</summary>
    public abstract void Open();

    /// <summary>Limits and devices of a new container. Absent resources leave a cgroup that was there before as it is.</summary>
    public abstract void Apply(ResourcesSpec? resources);

    /// <summary>Says which limits will not hold, for another that is given with them excludes them.</summary>
    public virtual List<string> IgnoredLimits(ResourcesSpec resources)
    {
        return [];
    }

    /// <summary>Refuses limits that cannot be, before any of them is written.</summary>
    public abstract void CheckLimits(ResourcesSpec resources);

    /// <summary>Writes the limits that are said, and leaves the others and the devices as they are.</summary>
    public abstract void ApplyLimits(ResourcesSpec resources);

    /// <summary>Replaces the device rules.</summary>
    public abstract void ApplyDevices(DeviceRuleSpec[] devices);

    /// <summary>Moves a process that has one thread.</summary>
    public abstract void Join(int pid);

    /// <summary>For a further process: from here on this is the cgroup below, of one v1 controller or ("") of all.</summary>
    /// <param name="controller">Of v1.</param>
    /// <param name="path">Clean.</param>
    public abstract void Descend(string controller, string path);

    /// <summary>
    /// From here on this is the cgroup that the container's first process has moved to, below the one it was given. On v2, where a cgroup
    /// that hands controllers down has no processes of its own (cgroups(7)), others can only join it there. False if it has not.
    /// </summary>
    public virtual bool TryFollow(int pid)
    {
        return false;
    }

    /// <summary>Gives a user what a container needs to make cgroups of its own below. Only v2 is safe to give away (cgroups(7), Cgroup delegation).</summary>
    public virtual void Delegate(uint user)
    {
    }

    /// <summary>Kills every process inside, also those in cgroups below.</summary>
    public abstract void Kill();

    /// <summary>Removes what the runtime made, as soon as the last process has left it.</summary>
    public abstract void Remove();

    /// <summary>Removes also the parents that <see cref="Create"/> made: the host is as before.</summary>
    public abstract void Undo();

    public abstract bool IsFrozen { get; }

    /// <summary>Stops every process and waits until they have stopped.</summary>
    public abstract void Freeze();

    public abstract void Thaw();

    /// <summary>The processes inside, also those in cgroups below.</summary>
    public abstract int[] GetPids();

    /// <summary>How many processes the kernel has killed for exceeding the memory limit; null if it does not say.</summary>
    public abstract ulong? OomKillCount();

    /// <summary>What the container has used.</summary>
    public abstract CgroupStats ReadStats();

    /// <summary>Waits for out-of-memory kills; null where memory is not controlled.</summary>
    public abstract OomWatch? WatchOom();

    public abstract void Dispose();

    /// <summary>A cgroup that exists must not be in use by others, or the container would be killed with them.</summary>
    protected static void RefuseIfUsed(int processes, bool isFrozen)
    {
        if (processes > 0)
        {
            throw new CgroupException("container's cgroup is not empty: " + LimitValue.Text(processes) + " process(es) found");
        }
        if (isFrozen)
        {
            throw new CgroupException("container's cgroup unexpectedly frozen");
        }
    }

    /// <summary>Rootless without a path: a user who may not make cgroups stays in the one the caller is in.</summary>
    protected static bool MayDoWithout(CgroupPermission permission, int error)
    {
        return permission == CgroupPermission.NeededForLimits && error is (-Errno.EACCES or -Errno.EPERM or -Errno.EROFS);
    }

    protected static KernelException CannotCreate(CgroupDirectory directory, CgroupPermission permission, int error)
    {
        bool isRootless = permission != CgroupPermission.Required;
        return new KernelException((isRootless ? RootlessRule + ": " : "") + "creating the cgroup " + Quoted.Text(directory.FullPath), -error);
    }

    protected static CgroupException NeededForLimits()
    {
        return new CgroupException(RootlessRule);
    }

    private static CgroupDirectory Reopen(CgroupHierarchy hierarchy, CgroupPlace place)
    {
        string mount = hierarchy.MountPoint + "/";
        if (!place.Path.StartsWith(mount, StringComparison.Ordinal))
        {
            throw new KernelException("finding the cgroup " + Quoted.Text(place.Path) + " below " + Quoted.Text(hierarchy.MountPoint), Errno.ENOENT);
        }
        return new CgroupDirectory(hierarchy.MountPoint, CgroupPath.Clean(place.Path[mount.Length..]), place.IsOurs);
    }
}
