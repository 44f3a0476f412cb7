using System;
using System.Collections.Generic;

namespace Runtime.Resources;

/// <summary>Hands cgroup v2 controllers down from the root of the hierarchy to a container's directory.</summary>
internal static class CgroupControllers
{
    /// <summary>
    /// What every container gets, limits or not: engines read its usage from these. More controllers would only make each start and
    /// each removal dearer; limits ask for those they need.
    /// </summary>
    public static readonly string[] Accounting = ["cpu", "io", "memory", "pids"];

    /// <summary>Enables those that are wanted, exist and are not yet there. One that stays away is reported when a limit needs it.</summary>
    public static void Enable(CgroupDirectory directory, ReadOnlySpan<string> wanted)
    {
        List<string> missing = [];
        string[] present = (directory.TryRead("cgroup.controllers") ?? "").Split(' ');
        foreach (string controller in wanted)
        {
            if (Array.IndexOf(present, controller) < 0)
            {
                missing.Add(controller);
            }
        }
        if (missing.Count == 0)
        {
            return;
        }
        _ = CgroupFile.Read(directory.Root.Number, "cgroup.controllers", out string existing);
        string[] enableable = existing.Split(' ');
        missing.RemoveAll(controller => Array.IndexOf(enableable, controller) < 0);
        if (missing.Count == 0)
        {
            return;
        }

        // A controller can only be handed down by a cgroup that has it: from the top.
        foreach (string ancestor in directory.Line()[..^1])
        {
            string file = ancestor.Length == 0 ? "cgroup.subtree_control" : ancestor + "/cgroup.subtree_control";
            if (CgroupFile.Write(directory.Root.Number, file, "+" + string.Join(" +", missing)) == 0)
            {
                continue;
            }

            // All or none: one that this level cannot hand down must not keep the others from it.
            foreach (string controller in missing)
            {
                _ = CgroupFile.Write(directory.Root.Number, file, "+" + controller);
            }
        }
    }
}
