using Runtime.Syscalls;

namespace Runtime.Plan;

/// <summary>A session of its own, so that no terminal of the caller's can signal the container, and new files with exactly the mode that is asked for.</summary>
internal static class SessionSteps
{
    public static void Append(PlanBuilder plan)
    {
        plan.Doing("starting a session");
        plan.Call(SystemCall.setsid);
        plan.Call(SystemCall.umask, 0); // UserSteps sets the program's own
    }
}
