namespace Runtime.Syscalls;

/// <summary>sched_setattr(2), ioprio_set(2).</summary>
public static partial class Flags
{
    public const uint SCHED_NORMAL = 0;
    public const uint SCHED_FIFO = 1;
    public const uint SCHED_RR = 2;
    public const uint SCHED_BATCH = 3;
    public const uint SCHED_IDLE = 5;
    public const uint SCHED_DEADLINE = 6;
    public const uint SCHED_EXT = 7;

    public const ulong SCHED_FLAG_RESET_ON_FORK = 1;
    public const ulong SCHED_FLAG_RECLAIM = 2;
    public const ulong SCHED_FLAG_DL_OVERRUN = 4;
    public const ulong SCHED_FLAG_KEEP_POLICY = 8;
    public const ulong SCHED_FLAG_KEEP_PARAMS = 0x10;
    public const ulong SCHED_FLAG_UTIL_CLAMP_MIN = 0x20;
    public const ulong SCHED_FLAG_UTIL_CLAMP_MAX = 0x40;

    public const int IOPRIO_CLASS_NONE = 0;
    public const int IOPRIO_CLASS_RT = 1;
    public const int IOPRIO_CLASS_BE = 2;
    public const int IOPRIO_CLASS_IDLE = 3;
    public const int IOPRIO_CLASS_SHIFT = 13;
    public const int IOPRIO_WHO_PROCESS = 1;
}
