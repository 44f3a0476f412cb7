using System;
using System.Collections.Generic;

using Runtime.Plan;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Spawn;

/// <summary>The files of the host that a plan wants open. They cross execveat, which nothing else of this process does, and are closed here right after.</summary>
internal sealed class Openings : IDisposable
{
    private readonly LaunchPlan _plan;
    private readonly List<Descriptor> _opened = [];

    private Openings(LaunchPlan plan)
    {
        _plan = plan;
    }

    public static Openings Open(LaunchPlan plan)
    {
        Openings openings = new(plan);
        foreach (Opening opening in plan.Openings)
        {
            Descriptor descriptor = openings.Open(opening);
            openings._opened.Add(descriptor);
            openings.Inherit(opening.Slot, descriptor);
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
    }

    private Descriptor Open(Opening opening)
    {
        int result = opening.IsTree
            ? Kernel.TryOpenTree(AT_FDCWD, opening.Path, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | (uint)opening.Flags)
            : Kernel.TryOpenAt(AT_FDCWD, opening.Path, opening.Flags);
        if (result < 0)
        {
            Dispose();
            throw new KernelException($"{opening.Doing} {Quoted.Text(opening.Path)}", -result);
        }

        return new Descriptor(result);
    }
}
