using System.Globalization;

using Runtime.Config;
using Runtime.Syscalls;

namespace Runtime.Plan;

/// <summary>
/// The limits of the program. Raising a hard limit takes CAP_SYS_RESOURCE over the host: init has what the runtime has until it drops it, but not in a user
/// namespace, where the launcher sets them from outside.
/// </summary>
internal static unsafe class RlimitSteps
{
    public static void Append(PlanBuilder plan, LaunchSettings settings)
    {
        if (AreSetFromOutside(settings))
        {
            return;
        }

        foreach (RlimitSpec limit in settings.Process.Rlimits)
        {
            string number = ((int)limit.Type).ToString(CultureInfo.InvariantCulture);
            plan.Doing(
                "error setting rlimits for ready process: error setting rlimit type {0}: setting {1}",
                number,
                limit.Type.ToString(),
                remedy: "EPERM means that the hard limit is above that of the caller, who has no CAP_SYS_RESOURCE");
            long value = plan.Reserve(out rlimit64* content);
            content->rlim_cur = limit.Soft;
            content->rlim_max = limit.Hard;
            plan.Call(SystemCall.prlimit64, 0, (int)limit.Type, value, 0);
        }
    }

    public static bool AreSetFromOutside(LaunchSettings settings)
    {
        return settings.Has(NamespaceType.User);
    }
}
