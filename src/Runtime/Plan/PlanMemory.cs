using System;
using System.Runtime.InteropServices;

using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Plan;

/// <summary>
/// The memory of a plan: a memfd, mapped here wherever the kernel likes and in init at <see cref="PlanLayout.Address"/>. Its pages are the
/// runtime's, so that none is charged to the container's cgroup.
/// </summary>
internal sealed unsafe class PlanMemory : IDisposable
{
    private readonly Descriptor _memfd;
    private byte* _mapping;

    /// <exception cref="KernelException">The kernel has no memory to give.</exception>
    public PlanMemory()
    {
        _memfd = Kernel.MemfdCreate("runtime-plan", MFD_CLOEXEC);
        Kernel.FTruncate(_memfd.Number, PlanLayout.Size);
        _mapping = (byte*)Kernel.MMap(0, (nuint)PlanLayout.Size, PROT_READ | PROT_WRITE, MAP_SHARED, _memfd.Number, 0);

        // What the plan of `runtime spec`'s configuration fills.
        Kernel.Prefault(_mapping, 40 << 10);
        Kernel.Prefault(At(PlanLayout.Data), 16 << 10);
    }

    /// <summary>What init maps.</summary>
    public Descriptor Memfd => _memfd;

    public PlanHeader* Header => (PlanHeader*)Mapping;

    public Step* Steps => (Step*)At(PlanLayout.Steps);

    private byte* Mapping
    {
        get
        {
            ObjectDisposedException.ThrowIf(_mapping is null, this);
            return _mapping;
        }
    }

    /// <summary>Where an address of init's lies in this process.</summary>
    /// <param name="address">Between <see cref="PlanLayout.Address"/> and <see cref="PlanLayout.End"/>.</param>
    public byte* At(long address)
    {
        return Mapping + (address - PlanLayout.Address);
    }

    /// <summary>The NUL-terminated text at an address of init's.</summary>
    public string TextAt(long address)
    {
        return Marshal.PtrToStringUTF8((nint)At(address)) ?? "";
    }

    public void Dispose()
    {
        if (_mapping is not null)
        {
            Kernel.MUnmap(_mapping, (nuint)PlanLayout.Size);
            _mapping = null;
        }

        _memfd.Dispose();
    }
}
