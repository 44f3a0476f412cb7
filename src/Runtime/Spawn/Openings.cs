using System;
using System.Collections.Generic;

using Runtime.Config;
using Runtime.Plan;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Spawn;

/// <summary>The files of the host that a plan wants open. They cross execveat, which nothing else of this process does, and are closed here right after.</summary>
internal sealed class Openings : IDisposable
{
    private readonly LaunchPlan _plan;
    private readonly List<Descriptor> _opened = [];
    private IdMap? _map;
    private Descriptor? _mapped;

    private Openings(LaunchPlan plan)
    {
        _plan = plan;
    }

    public static Openings Open(LaunchPlan plan)
    {
        Openings openings = new(plan);
        try
        {
            foreach (Opening opening in plan.Openings)
            {
                Descriptor descriptor = Open(opening);
                openings._opened.Add(descriptor);
                openings.Inherit(opening.Slot, descriptor);
                if (opening.Map is IdMap map)
                {
                    openings.Map(descriptor, map, opening.Path);
                }
            }
        }
        catch (RuntimeException)
        {
            openings.Dispose();
            throw;
        }

        return openings;
    }

    /// <summary>Hands a descriptor to init.</summary>
    public void Inherit(Slot slot, Descriptor descriptor)
    {
        Kernel.Fcntl(descriptor.Number, F_SETFD, 0);
        _plan[slot] = descriptor.Number;
    }

    public void Dispose()
    {
        foreach (Descriptor descriptor in _opened)
        {
            descriptor.Dispose();
        }

        _mapped?.Dispose();
    }

    /// <summary>Gives a mount that is not attached yet other owners.</summary>
    private void Map(Descriptor tree, IdMap map, string path)
    {
        if (_mapped is null || _map?.Users != map.Users || _map.Groups != map.Groups || _map.NamespacePath != map.NamespacePath)
        {
            _mapped?.Dispose();
            _mapped = null;
            _mapped = map.NamespacePath is string joined ? Kernel.Open(joined, O_RDONLY) : MappingNamespace.Make(map.Users, map.Groups);
            _map = map;
        }

        mount_attr attributes = new() { attr_set = MOUNT_ATTR_IDMAP, userns_fd = (ulong)_mapped.Number };
        int result = Kernel.TryMountSetAttr(tree.Number, "", AT_EMPTY_PATH | (map.IsRecursive ? AT_RECURSIVE : 0), attributes);
        if (result < 0)
        {
            string? remedy = -result == Errno.EINVAL ? "its file system may not know id-mapped mounts, or it is id-mapped already" : null;
            throw new KernelException($"id-mapping the mount source {Quoted.Text(path)}", -result, remedy);
        }
    }

    private static Descriptor Open(Opening opening)
    {
        int result = opening.IsTree
            ? Kernel.TryOpenTree(AT_FDCWD, opening.Path, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | (uint)opening.Flags)
            : Kernel.TryOpenAt(AT_FDCWD, opening.Path, opening.Flags);
        return result >= 0 ? new Descriptor(result) : throw new KernelException($"{opening.Doing} {Quoted.Text(opening.Path)}", -result);
    }
}
