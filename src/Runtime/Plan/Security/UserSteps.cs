using System.Globalization;

using Runtime.Config;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Plan;

/// <summary>Groups, then the group, then the user: each takes a right that the next would take away. Capabilities survive until <see cref="CapabilitySteps"/> sets them.</summary>
internal static unsafe class UserSteps
{
    /// <summary>What runc and crun use where config.json has none.</summary>
    private const uint DefaultUmask = 0x12; // 0022

    public static void Append(PlanBuilder plan, LaunchSettings settings)
    {
        UserSpec user = settings.Process.User;
        plan.Doing("setting the groups");
        plan.Call(SystemCall.umask, user.Umask ?? DefaultUmask);
        plan.Call(SystemCall.prctl, PR_SET_KEEPCAPS, 1, 0, 0, 0);
        if (!BehaviourAnnotations.KeepsOriginalGroups(settings.Spec))
        {
            Groups(plan, user.AdditionalGids, settings.Has(NamespaceType.User));
        }

        string gid = user.Gid.ToString(CultureInfo.InvariantCulture);
        string uid = user.Uid.ToString(CultureInfo.InvariantCulture);
        plan.Doing("setting the gid {0}", gid, remedy: Unmapped("setgid", "gid", gid, settings));
        plan.Call(SystemCall.setresgid, user.Gid, user.Gid, user.Gid);
        plan.Doing("setting the uid {0}", uid, remedy: Unmapped("setuid", "uid", uid, settings));
        plan.Call(SystemCall.setresuid, user.Uid, user.Uid, user.Uid);
    }

    private static void Groups(PlanBuilder plan, uint[] groups, bool hasUserNamespace)
    {
        long list = plan.Reserve(groups.Length * sizeof(uint));
        for (int i = 0; i < groups.Length; i++)
        {
            ((uint*)plan.At(list))[i] = groups[i];
        }

        StepHandle step = plan.Call(SystemCall.setgroups, groups.Length, list);
        if (hasUserNamespace && groups.Length == 0)
        {
            step.Ignoring(Errno.EPERM); // /proc/self/setgroups says deny (user_namespaces(7))
        }
    }

    /// <summary>runc's words, which its callers look for: in a user namespace an id without a mapping is the one thing the kernel refuses.</summary>
    private static string? Unmapped(string call, string name, string id, LaunchSettings settings)
    {
        return settings.Has(NamespaceType.User) ? $"cannot {call} to unmapped {name} {id} in user namespace" : null;
    }
}
