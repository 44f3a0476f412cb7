using System;
using System.Collections.Generic;
using Runtime.Syscalls;

namespace Runtime.Resources;

/// <summary>The realtime of a cgroup v1 directory is a part of its parent's, and a new directory has none to give.</summary>
internal static class RealtimeBudget
{
    /// <summary>Gives the directories that were made above a container's what it is to get.</summary>
    public static void GiveParents(CgroupDirectory cpu, IReadOnlyList<CgroupLimit> limits)
    {
        foreach (CgroupLimit limit in limits)
        {
            if (!limit.File.StartsWith("cpu.rt_", StringComparison.Ordinal))
            {
                continue;
            }

            foreach (string parent in cpu.Line()[..^1])
            {
                int error = cpu.Made.Contains(parent) ? CgroupFile.Write(cpu.Root.Number, parent + "/" + limit.File, limit.Value) : 0;
                if (error < 0)
                {
                    throw new KernelException("writing " + Quoted.Text(limit.Value) + " to " + Quoted.Text(limit.File) + " of the cgroup " + Quoted.Text(parent), -error);
                }
            }
        }
    }
}
