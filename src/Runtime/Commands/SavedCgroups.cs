using System;
using Runtime.Resources;
using Runtime.State;
using Runtime.Syscalls;

namespace Runtime.Commands;

/// <summary>The cgroup and the resctrl group of a container, to and from its state.</summary>
internal static class SavedCgroups
{
    private static CgroupLayout? s_layout; // a thousand containers are listed by one reading of the mount table

    public static SavedCgroup[] Of(Cgroup cgroup) =>
        Array.ConvertAll(cgroup.Paths, place => new SavedCgroup(place.Controller, place.Path, place.IsOurs));

    /// <summary>Before the cgroup is made, for the record of what is going to be done: what is missing now will be ours.</summary>
    public static SavedCgroup[] Intended(Cgroup? cgroup) => cgroup is null
        ? []
        : Array.ConvertAll(cgroup.Paths, place => new SavedCgroup(place.Controller, place.Path, Kernel.TryStat(place.Path, out _) == -Errno.ENOENT));

    /// <summary>Null if the container was made without one.</summary>
    public static Cgroup? Find(ContainerState state)
    {
        if (state.Cgroups.Length == 0)
        {
            return null;
        }

        CgroupLayout layout = s_layout ??= CgroupLayout.Detect();
        var files = Cgroup.FromPaths(layout, Array.ConvertAll(state.Cgroups, saved => new CgroupPlace(saved.Controller, saved.Path, saved.IsOurs)));
        return state.SystemdUnit is string unit ? SystemdCgroup.Known(files, unit, state.IsUserUnit, layout.IsUnified) : files;
    }

    public static SavedResctrl? Of(ResctrlGroup? group) => group is null ? null : new SavedResctrl(group.Path, group.Monitor, group.IsOurs);

    /// <summary>Null if the container has none.</summary>
    public static ResctrlGroup? FindResctrl(ContainerState state) =>
        state.Resctrl is SavedResctrl saved ? new ResctrlGroup(saved.Path, saved.Monitor, saved.IsOurs) : null;
}
