using System.Numerics;
using Runtime.Syscalls;

namespace Runtime.Config;

/// <summary>Which modes of set_mempolicy(2) take nodes.</summary>
internal static class MemoryPolicyChecks
{
    public static void Check(MemoryPolicySpec? policy)
    {
        if (policy is null)
        {
            return;
        }

        int count = 0;
        if (policy.Nodes.Length > 0)
        {
            ulong[] mask = NumberList.Parse(policy.Nodes)
                ?? throw Place.ConfigFile.Fault("linux.memoryPolicy.nodes", $"{Quoted.Text(policy.Nodes)} is not a list of nodes such as 0-3,7");
            foreach (ulong part in mask)
            {
                count += BitOperations.PopCount(part);
            }
        }

        bool takesNodes = policy.Mode is not (MemoryPolicyMode.MPOL_DEFAULT or MemoryPolicyMode.MPOL_LOCAL);
        if (!takesNodes && count > 0)
        {
            throw Place.ConfigFile.Fault("linux.memoryPolicy.nodes", $"memory policy mode requires 0 nodes but got {count}");
        }

        if (takesNodes && count == 0)
        {
            throw Place.ConfigFile.Fault("linux.memoryPolicy.nodes", "memory policy mode requires at least one node but got 0");
        }
    }
}
