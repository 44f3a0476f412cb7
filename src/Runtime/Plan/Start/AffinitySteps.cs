using System;
using System.Runtime.InteropServices;

using Runtime.Config;
using Runtime.Syscalls;

namespace Runtime.Plan;

/// <summary>The CPUs a process may run on: a caller that is pinned to one would otherwise pin the container too (sched_setaffinity(2) is inherited).</summary>
internal static unsafe class AffinitySteps
{
    /// <summary>8192 CPUs, the most a kernel can be built for; it takes what it has of them.</summary>
    private const int MaskSize = 1024;

    /// <summary>Every CPU that the cgroup allows. After that is joined, whose cpuset the kernel holds the mask against.</summary>
    public static void Reset(PlanBuilder plan)
    {
        plan.Doing("resetting the CPU affinity");
        long mask = plan.Reserve(MaskSize);
        new Span<byte>(plan.At(mask), MaskSize).Fill(0xff);
        plan.Call(SystemCall.sched_setaffinity, 0, MaskSize, mask);
    }

    /// <summary><c>execCPUAffinity.final</c>, at the same moment; <c>initial</c> was the launcher's (Spawn/Affinity.cs).</summary>
    public static void SetFinal(PlanBuilder plan, CpuAffinitySpec? affinity)
    {
        if (affinity?.Final is not string final || NumberList.Parse(final) is not ulong[] cpus)
        {
            Reset(plan);
            return;
        }

        plan.Doing("setting the final CPU affinity \"{0}\"", final);
        long mask = plan.Bytes(MemoryMarshal.AsBytes(cpus.AsSpan()));
        plan.Call(SystemCall.sched_setaffinity, 0, cpus.Length * sizeof(ulong), mask);
    }
}
