using Runtime.Config;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Plan;

/// <summary>no_new_privs: no execve from here on gains a right, by set-user-ID or by file capabilities.</summary>
internal static class PrivilegeSteps
{
    public static void NoNewPrivileges(PlanBuilder plan, ProcessSpec process)
    {
        if (process.NoNewPrivileges)
        {
            plan.Doing("setting no_new_privs");
            plan.Call(SystemCall.prctl, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
        }
    }
}
