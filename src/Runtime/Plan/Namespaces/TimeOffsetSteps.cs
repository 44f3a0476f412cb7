using Runtime.Config;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Plan;

/// <summary>The clocks of a new time namespace, set while it is still empty: the next child is the first to live in it (time_namespaces(7)).</summary>
internal static class TimeOffsetSteps
{
    /// <summary>Opens the file while it is the process's own: in a user namespace it would belong to somebody outside. Null: there is nothing to set.</summary>
    public static Slot? Open(PlanBuilder plan, LaunchSettings settings)
    {
        if (settings.Spec.Linux.TimeOffsets.Length == 0)
        {
            return null;
        }

        plan.Doing("opening \"/proc/self/timens_offsets\"");
        Slot file = plan.Slot("offsets");
        if (settings.IsRootless)
        {
            DumpableSteps.Set(plan, true);
        }

        plan.Call(SystemCall.openat, AT_FDCWD, plan.Text("/proc/self/timens_offsets"), O_WRONLY | O_CLOEXEC, 0).Into(file);
        if (settings.IsRootless)
        {
            DumpableSteps.Set(plan, false);
        }

        return file;
    }

    public static void Set(PlanBuilder plan, Slot? opened, TimeOffsetSpec[] offsets)
    {
        if (opened is not Slot file)
        {
            return;
        }

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
