using Runtime.Config;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Plan;

/// <summary>The clocks of a new time namespace, set while it is still empty: the next child is the first to live in it (time_namespaces(7)).</summary>
internal static class TimeOffsetSteps
{
    public static void Append(PlanBuilder plan, TimeOffsetSpec[] offsets)
    {
        if (offsets.Length == 0)
        {
            return;
        }

        plan.Doing("opening \"/proc/self/timens_offsets\"");
        Slot file = plan.Slot("offsets");
        plan.Call(SystemCall.openat, AT_FDCWD, plan.Text("/proc/self/timens_offsets"), O_WRONLY | O_CLOEXEC, 0).Into(file);
        foreach (TimeOffsetSpec offset in offsets)
        {
            string clock = offset.Clock is TimeClock.Monotonic ? "monotonic" : "boottime";
            string line = $"{clock} {offset.Secs} {offset.Nanosecs}\n";
            plan.Doing("setting the offset of the {0} clock", clock);
            plan.Call(SystemCall.write, file, plan.Text(line), line.Length);
        }

        plan.Call(SystemCall.close, file);
    }
}
