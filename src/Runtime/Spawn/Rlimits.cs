using Runtime.Config;
using Runtime.Plan;
using Runtime.Syscalls;

namespace Runtime.Spawn;

/// <summary>The limits that init could not set (<see cref="RlimitSteps"/>).</summary>
internal static class Rlimits
{
    /// <summary>Init can set them all by itself: none is above the hard limit that it inherits from this process.</summary>
    public static bool AreForInit(RlimitSpec[] limits)
    {
        foreach (RlimitSpec limit in limits)
        {
            if (limit.Hard > Kernel.GetRlimit(0, (int)limit.Type).rlim_max)
            {
                return false;
            }
        }

        return true;
    }

    public static void Set(int pid, RlimitSpec[] limits, ProcessPlan plan)
    {
        for (int i = 0; i < limits.Length; i++)
        {
            if (plan.Plan[plan.Limits[i]] == 0)
            {
                continue;
            }

            RlimitSpec limit = limits[i];
            int result = Kernel.TrySetRlimit(pid, (int)limit.Type, new rlimit64 { rlim_cur = limit.Soft, rlim_max = limit.Hard });
            if (result < 0)
            {
                string? remedy = result == -Errno.EPERM ? "the hard limit is above that of the caller, who has no CAP_SYS_RESOURCE" : null;
                throw new KernelException($"error setting rlimits for ready process: error setting rlimit type {(int)limit.Type}: setting {limit.Type} to {limit.Soft}, {limit.Hard}", -result, remedy);
            }
        }
    }
}
