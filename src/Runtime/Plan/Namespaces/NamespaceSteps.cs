using Runtime.Config;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Plan;

/// <summary>Enters the namespaces that the clone could not make: existing ones, and what must be made inside them.</summary>
internal static class NamespaceSteps
{
    public static void Append(PlanBuilder plan, Channel channel, Birth birth, LaunchSettings settings)
    {
        Slot? offsets = TimeOffsetSteps.Open(plan, settings);

        // An unprivileged caller gets the right to enter the others only from the user namespace; root has it until it enters that.
        if (birth.JoinsUser && settings.IsRootless)
        {
            JoinUser(plan, birth);
        }

        foreach (NamespaceSpec item in birth.Joined)
        {
            if (item.Type is not NamespaceType.User)
            {
                Join(plan, item);
            }

            if (item.Type is NamespaceType.Network)
            {
                NetDeviceSteps.OpenSocket(plan, settings);
            }
        }

        if (birth.JoinsUser && !settings.IsRootless)
        {
            JoinUser(plan, birth);
        }

        if (birth.HasNewUser)
        {
            IdMapSteps.MakeUser(plan, channel, settings);
        }

        if (birth.JoinsUser)
        {
            IdMapSteps.Compare(plan, channel, settings.Spec.Linux);
        }

        IdMapSteps.BecomeRoot(plan, birth, BehaviourAnnotations.KeepsOriginalGroups(settings.Spec));
        if (birth.UnshareFlags != 0)
        {
            plan.Doing("creating namespaces");
            plan.Call(SystemCall.unshare, birth.UnshareFlags);
        }

        TimeOffsetSteps.Set(plan, offsets, settings.Spec.Linux.TimeOffsets);
        if (birth.ClonesAgain)
        {
            CloneAgain(plan, channel, birth);
        }
    }

    /// <summary>Enters the namespaces of a container's first process, all with one call.</summary>
    public static void Join(PlanBuilder plan, Channel channel, Slot container, ulong flags, bool keepsGroups)
    {
        Birth birth = Birth.Into(flags);
        plan.Doing("joining the namespaces of the container");
        if (flags != 0)
        {
            plan.Call(SystemCall.setns, container, flags);
        }

        IdMapSteps.BecomeRoot(plan, birth, keepsGroups);
        if (birth.ClonesAgain)
        {
            CloneAgain(plan, channel, birth);
        }
    }

    /// <summary>The cgroup the process is in becomes the root of its view.</summary>
    public static void EnterCgroup(PlanBuilder plan, Birth birth)
    {
        if (birth.HasNewCgroup)
        {
            plan.Doing("creating a cgroup namespace");
            plan.Call(SystemCall.unshare, CLONE_NEWCGROUP);
        }
    }

    private static void JoinUser(PlanBuilder plan, Birth birth)
    {
        foreach (NamespaceSpec item in birth.Joined)
        {
            if (item.Type is NamespaceType.User)
            {
                Join(plan, item);
            }
        }
    }

    private static void Join(PlanBuilder plan, NamespaceSpec item)
    {
        string name = Birth.NameOf(item.Type);
        Slot descriptor = plan.Opened(name, item.Path!, O_RDONLY | O_CLOEXEC, "opening the " + name + " namespace");
        plan.Doing("joining the {0} namespace \"{1}\"", name, item.Path);

        // With the type given, a file of another type is refused (EINVAL) instead of entered.
        plan.Call(SystemCall.setns, descriptor, Birth.FlagOf(item.Type));
    }

    /// <summary>Pid and time namespaces hold only children. The child is made the runtime's, and this process ends.</summary>
    private static void CloneAgain(PlanBuilder plan, Channel channel, Birth birth)
    {
        plan.Doing("cloning the process of the container into its namespaces");
        Label inside = plan.NewLabel();

        // clone and not clone3: a seccomp filter around the runtime sees these flags, and would refuse what it cannot see.
        // No exit signal: with CLONE_PARENT it is this process's own.
        plan.Call(SystemCall.clone, birth.SecondCloneFlags | CLONE_PARENT | CLONE_PARENT_SETTID, 0, channel.ProcessId, 0, 0).ChildJumps(inside);
        plan.Call(SystemCall.exit_group, 0);
        plan.Mark(inside);
        plan.Call(SystemCall.setsid);
    }
}
