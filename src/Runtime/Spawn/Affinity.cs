using System;
using System.Runtime.InteropServices;

using Runtime.Config;
using Runtime.Syscalls;

namespace Runtime.Spawn;

/// <summary>
/// <c>execCPUAffinity.initial</c>: where a process of exec runs until it is in the container's cgroup. The affinity is inherited, so the runtime takes it
/// for the moment of the clone.
/// </summary>
internal static class Affinity
{
    /// <summary>8192 CPUs, the most a kernel can be built for.</summary>
    private const int MaskSize = 1024;

    /// <summary>Takes the process's affinity; the result is what <see cref="Return"/> needs.</summary>
    /// <exception cref="KernelException">This machine has none of these CPUs.</exception>
    public static byte[]? Lend(string? wanted)
    {
        if (wanted is null || NumberList.Parse(wanted) is not ulong[] mask)
        {
            return null;
        }

        byte[] own = new byte[MaskSize];
        int size = Kernel.TrySchedGetAffinity(0, own);
        int result = size < 0 ? size : Kernel.TrySchedSetAffinity(0, MemoryMarshal.AsBytes(mask.AsSpan()));
        return result >= 0 ? own[..size] : throw new KernelException($"setting the initial CPU affinity {Quoted.Text(wanted)}", -result);
    }

    public static void Return(byte[]? own)
    {
        if (own is not null)
        {
            // As it was a moment ago. If a cpuset has changed meanwhile, what the kernel chose instead is as good for what is left to do.
            _ = Kernel.TrySchedSetAffinity(0, own);
        }
    }
}
