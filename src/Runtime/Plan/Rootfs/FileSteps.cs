using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Plan;

/// <summary>Asks what a descriptor is.</summary>
internal static unsafe class FileSteps
{
    /// <summary>Loads the type and the permissions of an open file.</summary>
    public static void Mode(PlanBuilder plan, Slot file, Slot mode)
    {
        long status = Status(plan, file);
        plan.Load(mode, status + ModeOffset);
    }

    /// <summary>Calls statx on an open file; the result is the address of the answer.</summary>
    public static long Status(PlanBuilder plan, Slot file)
    {
        long status = plan.Reserve(sizeof(statx));
        plan.Call(SystemCall.statx, file, plan.Text(""), AT_EMPTY_PATH | AT_STATX_DONT_SYNC, STATX_TYPE | STATX_MODE, status);
        return status;
    }

    /// <summary>stx_mode is two bytes, and the two after it are zero (statx(2)).</summary>
    public const int ModeOffset = 28;

    public const int RdevMajorOffset = 128;

    public const int RdevMinorOffset = 132;
}
