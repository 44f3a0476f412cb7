using System;

using Runtime.Syscalls;

namespace Runtime.Plan;

/// <summary>Every CPU that the cgroup allows: a caller that is pinned to one would otherwise pin the container too (sched_setaffinity(2) is inherited).</summary>
internal static unsafe class AffinitySteps
{
    /// <summary>8192 CPUs, the most a kernel can be built for; it takes what it has of them.</summary>
    private const int MaskSize = 1024;

    /// <summary>After the cgroup is joined, whose cpuset the kernel holds the mask against.</summary>
    public static void Reset(PlanBuilder plan)
    {
        plan.Doing("resetting the CPU affinity");
        long mask = plan.Reserve(MaskSize);
        new Span<byte>(plan.At(mask), MaskSize).Fill(0xff);
        plan.Call(SystemCall.sched_setaffinity, 0, MaskSize, mask);
    }
}
