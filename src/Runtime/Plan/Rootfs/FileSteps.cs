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

    /// <summary>Loads the number of the mount that an open file is on; the result is the address of the whole answer.</summary>
    public static long Mount(PlanBuilder plan, Slot file, Slot number)
    {
        long status = plan.Reserve(sizeof(statx));
        plan.Call(SystemCall.statx, file, plan.Text(""), AT_EMPTY_PATH | AT_STATX_DONT_SYNC, STATX_MNT_ID, status);
        plan.Load(number, status + MountOffset);
        return status;
    }

    /// <summary>Goes on at <paramref name="other"/> when an open file is not the device that is meant.</summary>
    public static void RequireDevice(PlanBuilder plan, Slot file, uint type, uint major, uint minor, Label other)
    {
        Slot value = plan.Scratch("value");
        long status = Status(plan, file);
        plan.Load(value, status + ModeOffset);
        plan.JumpIfNotEqual(value, type, other, S_IFMT);
        if (type != S_IFIFO)
        {
            plan.Load(value, status + RdevMajorOffset);
            plan.JumpIfNotEqual(value, major, other);
            plan.Load(value, status + RdevMinorOffset);
            plan.JumpIfNotEqual(value, minor, other);
        }
    }

    /// <summary>Goes on at <paramref name="other"/> when an open file is on another kind of file system.</summary>
    public static void RequireFileSystem(PlanBuilder plan, Slot file, uint magic, Label other)
    {
        Slot value = plan.Scratch("value");
        long status = plan.Reserve(sizeof(statfs));
        plan.Call(SystemCall.fstatfs, file, status);
        plan.Load(value, status); // f_type comes first
        plan.JumpIfNotEqual(value, magic, other);
    }

    /// <summary>stx_mode is two bytes, and the two after it are zero (statx(2)).</summary>
    public const int ModeOffset = 28;

    /// <summary>The lower half of stx_attributes.</summary>
    public const int AttributesOffset = 8;

    public const int RdevMajorOffset = 128;

    public const int RdevMinorOffset = 132;

    /// <summary>The lower half of stx_mnt_id, and the number of a mount is never larger.</summary>
    public const int MountOffset = 144;
}
