using Runtime.Config;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Plan;

/// <summary>What the runtime has to do for a new process before it may act: put it into its cgroup, write its id mappings.</summary>
internal static class IdMapSteps
{
    /// <summary>Waits until the process is where it belongs. With cgroup v2 the clone did that.</summary>
    public static void AwaitPlace(PlanBuilder plan, Channel channel, LaunchSettings settings)
    {
        if (settings.WaitsForPlace)
        {
            channel.Await(plan, settings.WaitsForCgroup ? "waiting for the cgroup" : "waiting for the resctrl group");
        }
    }

    /// <summary>Makes a user namespace and waits for its mappings, which only the runtime outside may write.</summary>
    public static void MakeUser(PlanBuilder plan, Channel channel, LaunchSettings settings)
    {
        plan.Doing("creating a user namespace");
        plan.Call(SystemCall.unshare, CLONE_NEWUSER);
        if (settings.IsRootless)
        {
            DumpableSteps.Set(plan, true);
        }

        channel.Meet(plan, Stage.Maps, "waiting for the id mappings");
        if (settings.IsRootless)
        {
            DumpableSteps.Set(plan, false);
        }
    }

    /// <summary>The runtime compares the mappings of a namespace that was joined with those of config.json, if that has any too.</summary>
    public static void Compare(PlanBuilder plan, Channel channel, LinuxSpec linux)
    {
        if (linux.UidMappings.Length + linux.GidMappings.Length > 0)
        {
            channel.Meet(plan, Stage.Maps, "comparing the id mappings");
        }
    }

    /// <summary>Root of the user namespace: what is made from here on belongs to the container's root.</summary>
    public static void BecomeRoot(PlanBuilder plan, Birth birth, bool keepsGroups)
    {
        if (!birth.HasUser)
        {
            return;
        }

        plan.Doing("becoming root in the user namespace");
        plan.Call(SystemCall.setresgid, 0, 0, 0);
        plan.Call(SystemCall.setresuid, 0, 0, 0);

        if (!keepsGroups)
        {
            // Where /proc/self/setgroups says deny, the caller's groups stay: they mean nothing inside, being unmapped.
            plan.Call(SystemCall.setgroups, 0, 0).Ignoring(Errno.EPERM);
        }
    }
}
