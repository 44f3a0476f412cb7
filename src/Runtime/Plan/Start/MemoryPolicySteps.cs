using System;
using System.Runtime.InteropServices;

using Runtime.Config;
using Runtime.Syscalls;

namespace Runtime.Plan;

/// <summary>On which nodes of a NUMA machine the memory of the process comes to lie; execve keeps it (set_mempolicy(2)).</summary>
internal static class MemoryPolicySteps
{
    private const int BitsOfWord = 64;

    /// <summary>After the cgroup is joined, whose cpuset the kernel holds the nodes against.</summary>
    public static void Append(PlanBuilder plan, LinuxSpec linux)
    {
        if (linux.MemoryPolicy is not MemoryPolicySpec policy)
        {
            return;
        }

        plan.Doing("setting the memory policy \"{0}\"", Words.MemoryPolicyModes.All[(int)policy.Mode]);
        ulong[] nodes = policy.Nodes.Length == 0 ? [] : NumberList.Parse(policy.Nodes) ?? []; // the checks have refused what is no list
        long mask = nodes.Length == 0 ? 0 : plan.Bytes(MemoryMarshal.AsBytes(nodes.AsSpan()));

        // The kernel takes one bit fewer than it is told.
        int size = nodes.Length == 0 ? 0 : (nodes.Length * BitsOfWord) + 1;
        plan.Call(SystemCall.set_mempolicy, (int)policy.Mode | (int)policy.Flags, mask, size);
    }
}
