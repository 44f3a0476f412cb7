using System;

namespace Runtime.Config;

/// <summary><c>process.scheduler</c>, the arguments of sched_setattr(2) (runtime-spec 1.3, config.md, Linux Process).</summary>
internal sealed record SchedulerSpec
{
    public required SchedulerPolicy Policy { get; init; }

    /// <summary>−20 to 19; only for OTHER and BATCH.</summary>
    public int Nice { get; init; }

    /// <summary>Only for FIFO and RR.</summary>
    public int Priority { get; init; }

    public SchedulerFlags Flags { get; init; }

    /// <summary>Nanoseconds; this and the next two only for DEADLINE.</summary>
    public ulong Runtime { get; init; }

    /// <summary>Nanoseconds.</summary>
    public ulong Deadline { get; init; }

    /// <summary>Nanoseconds.</summary>
    public ulong Period { get; init; }
}

/// <summary>The policies of sched(7); the values are the kernel's.</summary>
internal enum SchedulerPolicy
{
    SCHED_OTHER,
    SCHED_FIFO,
    SCHED_RR,
    SCHED_BATCH,
    SCHED_ISO,
    SCHED_IDLE,
    SCHED_DEADLINE,
}

/// <summary>The flags of sched_setattr(2); the values are the kernel's.</summary>
[Flags]
internal enum SchedulerFlags
{
    None = 0,
    SCHED_FLAG_RESET_ON_FORK = 1 << 0,
    SCHED_FLAG_RECLAIM = 1 << 1,
    SCHED_FLAG_DL_OVERRUN = 1 << 2,
    SCHED_FLAG_KEEP_POLICY = 1 << 3,
    SCHED_FLAG_KEEP_PARAMS = 1 << 4,
    SCHED_FLAG_UTIL_CLAMP_MIN = 1 << 5,
    SCHED_FLAG_UTIL_CLAMP_MAX = 1 << 6,
}

/// <summary><c>process.ioPriority</c>, the arguments of ioprio_set(2).</summary>
internal sealed record IoPrioritySpec
{
    public required IoPriorityClass Class { get; init; }

    /// <summary>0 (highest) to 7.</summary>
    public int Priority { get; init; }
}

/// <summary>The classes of ioprio_set(2); the values are the kernel's.</summary>
internal enum IoPriorityClass
{
    IOPRIO_CLASS_RT = 1,
    IOPRIO_CLASS_BE,
    IOPRIO_CLASS_IDLE,
}
