using System;

using Runtime.Config;
using Runtime.Syscalls;

namespace Runtime.Plan;

/// <summary>
/// The limits of the program, set last, since init may need more than them. A limit that init may not set is left to the runtime outside: a hard one
/// above the caller's takes a right that the container may not have. The other way round, the runtime may need a right to touch another user's process.
/// </summary>
internal static unsafe class RlimitSteps
{
    /// <returns>For each limit the slot with 0, or −EPERM where the runtime has to set it.</returns>
    public static Slot[] Append(PlanBuilder plan, RlimitSpec[] limits)
    {
        return Array.ConvertAll(limits, limit => Append(plan, limit));
    }

    private static Slot Append(PlanBuilder plan, RlimitSpec limit)
    {
        Slot refused = plan.Slot("limit");
        long value = plan.Reserve(out rlimit64* content);
        content->rlim_cur = limit.Soft;
        content->rlim_max = limit.Hard;
        plan.Doing("setting {0}", Words.RlimitTypes.All[(int)limit.Type]);
        plan.Call(SystemCall.prlimit64, 0, (int)limit.Type, value, 0).Into(refused).Ignoring(Errno.EPERM);
        return refused;
    }
}
