using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Plan;

/// <summary>
/// The files of init in /proc belong to the host's root, since init is not dumpable (prctl(2)). Where the runtime is somebody else, both have no access
/// to them but in a moment in which nothing of a container is joined that could look.
/// </summary>
internal static class DumpableSteps
{
    public static void Set(PlanBuilder plan, bool isDumpable)
    {
        plan.Call(SystemCall.prctl, PR_SET_DUMPABLE, isDumpable ? 1 : 0, 0, 0, 0);
    }
}
