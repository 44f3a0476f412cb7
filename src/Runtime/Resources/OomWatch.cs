using System;
using System.Buffers.Binary;
using Runtime.Syscalls;
using static Runtime.Syscalls.Flags;

namespace Runtime.Resources;

/// <summary>Tells that a cgroup has reached its memory limit and the kernel kills for it.</summary>
internal abstract class OomWatch(Descriptor ready, short events) : IDisposable
{
    /// <summary>Polled for <see cref="Events"/>: something may have happened, or the cgroup is gone.</summary>
    public Descriptor Ready { get; } = ready;

    public short Events { get; } = events;

    /// <summary>How often it has happened since the last call; makes the descriptor wait for the next time.</summary>
    public abstract ulong Take();

    public virtual void Dispose()
    {
        Ready.Dispose();
    }
}

/// <summary>memory.events becomes ready at each change after it was read, and counts the processes killed.</summary>
internal sealed class OomWatchV2 : OomWatch
{
    private readonly CgroupDirectory _directory;
    private ulong _count;

    public OomWatchV2(CgroupDirectory directory)
        : base(directory.OpenFile("memory.events"), (short)POLLPRI)
    {
        _directory = directory;
        _ = Take();
    }

    public override ulong Take()
    {
        try
        {
            Kernel.PRead(Ready.Number, stackalloc byte[256], 0);
        }
        catch (KernelException e) when (e.Errno == Errno.ENODEV)
        {
            return 0; // the cgroup is gone, which made the descriptor ready
        }
        ulong count = StatFile.ReadKeyed(_directory, "memory.events", "oom_kill") ?? _count;
        ulong news = count - _count;
        _count = count;
        return news;
    }
}

/// <summary>An eventfd registered with memory.oom_control (cgroup-v1/memory.rst, OOM Control). The kernel writes before it kills, so its counter is not asked.</summary>
internal sealed class OomWatchV1 : OomWatch
{
    private readonly CgroupDirectory _directory;
    private readonly Descriptor _control;

    public OomWatchV1(CgroupDirectory directory)
        : base(NewEvent(), (short)POLLIN)
    {
        _directory = directory;
        _control = directory.OpenFile("memory.oom_control");
        directory.Write("cgroup.event_control", LimitValue.Text(Ready.Number) + " " + LimitValue.Text(_control.Number));
    }

    public override ulong Take()
    {
        Span<byte> number = stackalloc byte[sizeof(ulong)];
        bool hasHappened = Kernel.TryRead(Ready.Number, number) == sizeof(ulong); // else EAGAIN
        bool isGone = _directory.TryRead("memory.oom_control") is null; // which made the descriptor ready, too
        return hasHappened && !isGone ? BinaryPrimitives.ReadUInt64LittleEndian(number) : 0;
    }

    public override void Dispose()
    {
        base.Dispose();
        _control.Dispose();
    }

    private static Descriptor NewEvent()
    {
        nint opened = RawCall.Invoke(SystemCall.eventfd2, 0, EFD_CLOEXEC | EFD_NONBLOCK);
        return opened >= 0 ? new Descriptor((int)opened) : throw new KernelException("creating an event descriptor", (int)-opened);
    }
}
