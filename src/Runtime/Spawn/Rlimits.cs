using Runtime.Config;
using Runtime.Syscalls;

namespace Runtime.Spawn;

/// <summary>The limits of the program. The runtime sets them from outside, because raising a hard limit takes a right that the container may not have.</summary>
internal static class Rlimits
{
    public static void Set(int pid, RlimitSpec[] limits)
    {
        foreach (RlimitSpec limit in limits)
        {
            int result = Kernel.TrySetRlimit(pid, (int)limit.Type, new rlimit64 { rlim_cur = limit.Soft, rlim_max = limit.Hard });
            if (result < 0)
            {
                string? remedy = result == -Errno.EPERM ? "the hard limit is above that of the caller, who has no CAP_SYS_RESOURCE" : null;
                throw new KernelException($"error setting rlimits for ready process: error setting rlimit type {(int)limit.Type}: setting {limit.Type} to {limit.Soft}, {limit.Hard}", -result, remedy);
            }
        }
    }
}
