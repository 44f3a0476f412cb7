using Runtime.Syscalls;

namespace Runtime.Plan;

/// <summary>What the runtime has to do for a new process before it may act: write its id mappings, put it into its cgroup.</summary>
internal static class IdMapSteps
{
    /// <summary>Waits until the process is where it belongs. With cgroup v2 and no user namespace the clone did all of that.</summary>
    public static void AwaitPlace(PlanBuilder plan, Channel channel, Birth birth, LaunchSettings settings)
    {
        if (NeedsPlace(birth, settings))
        {
            channel.Await(plan, "waiting for the id mappings and the cgroup");
        }
    }

    /// <summary>The launcher has something to do between the clone and the first step.</summary>
    public static bool NeedsPlace(Birth birth, LaunchSettings settings)
    {
        return settings.WaitsForCgroup || (birth.HasNewUser && !birth.EntersBySteps);
    }

    /// <summary>Root of the user namespace: what is made from here on belongs to the container's root.</summary>
    public static void BecomeRoot(PlanBuilder plan, Birth birth)
    {
        if (!birth.HasUser)
        {
            return;
        }

        plan.Doing("becoming root in the user namespace");
        plan.Call(SystemCall.setresgid, 0, 0, 0);
        plan.Call(SystemCall.setresuid, 0, 0, 0);

        // Where /proc/self/setgroups says deny, the caller's groups stay: they mean nothing inside, being unmapped.
        plan.Call(SystemCall.setgroups, 0, 0).Ignoring(Errno.EPERM);
    }
}
