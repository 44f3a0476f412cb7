using System;
using static Runtime.Syscalls.Flags;

namespace Runtime.Syscalls;

/// <summary>Signals and waiting: rt_sigprocmask(2), rt_sigaction(2), signalfd(2), poll(2), epoll(7).</summary>
public static unsafe partial class Kernel
{
    private const int SignalSetSize = sizeof(ulong);
    private const long NanosecondsPerMillisecond = 1_000_000;

    /// <summary>The bit of a signal in a mask.</summary>
    public static ulong SignalMask(int signal)
    {
        return 1UL << (signal - 1);
    }

    /// <summary>Changes the mask of this thread; the old one is returned.</summary>
    public static ulong RtSigProcMask(int how, ulong mask)
    {
        ulong old;
        nint result = Repeat(SystemCall.rt_sigprocmask, how, (nint)(&mask), (nint)(&old), SignalSetSize);
        return result >= 0 ? old : throw Failure("changing the signal mask", result);
    }

    /// <summary>What a signal does now.</summary>
    public static sigaction RtSigAction(int signal)
    {
        sigaction action;
        nint result = Repeat(SystemCall.rt_sigaction, signal, 0, (nint)(&action), SignalSetSize);
        return result >= 0 ? action : throw Failure("asking what signal " + Decimal(signal) + " does", result);
    }

    /// <summary>Ignores a signal or gives it back its default. A handler could not be managed code, so none can be set.</summary>
    public static void RtSigAction(int signal, int disposition)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)disposition, (uint)SIG_IGN);
        sigaction action = new() { sa_handler = disposition };
        nint result = Repeat(SystemCall.rt_sigaction, signal, (nint)(&action), 0, SignalSetSize);
        if (result < 0)
        {
            throw Failure("changing what signal " + Decimal(signal) + " does", result);
        }
    }

    public static Descriptor SignalFd(ulong mask, int flags = 0)
    {
        nint result = Repeat(SystemCall.signalfd4, -1, (nint)(&mask), SignalSetSize, flags | SFD_CLOEXEC);
        return result >= 0 ? new Descriptor((int)result) : throw Failure("creating a signal descriptor", result);
    }

    /// <summary>Waits until a descriptor is ready; how many are. Less than 0 milliseconds is for ever.</summary>
    public static int Poll(Span<pollfd> files, int milliseconds)
    {
        // The kernel writes the rest of the time back, so that a repetition after a signal waits no longer in all (ppoll(2)).
        timespec time = new() { tv_sec = milliseconds / 1000, tv_nsec = milliseconds % 1000 * NanosecondsPerMillisecond };
        fixed (pollfd* first = files)
        {
            nint result = Repeat(SystemCall.ppoll, (nint)first, files.Length, milliseconds < 0 ? 0 : (nint)(&time), 0, SignalSetSize);
            return result >= 0 ? (int)result : throw Failure("waiting for descriptors", result);
        }
    }

    public static Descriptor EpollCreate1()
    {
        nint result = Repeat(SystemCall.epoll_create1, EPOLL_CLOEXEC);
        return result >= 0 ? new Descriptor((int)result) : throw Failure("creating an epoll descriptor", result);
    }

    public static void EpollCtl(int epoll, int operation, int file, uint events, ulong data)
    {
        epoll_event change = new() { events = events, data = data };
        nint result = Repeat(SystemCall.epoll_ctl, epoll, operation, file, (nint)(&change));
        if (result < 0)
        {
            throw Failure("watching " + Operand(file), result);
        }
    }

    /// <summary>How many events there are; 0 when the time is over, or when a signal came, so that a loop sees what its handler did.</summary>
    public static int EpollWait(int epoll, Span<epoll_event> events, int milliseconds)
    {
        fixed (epoll_event* first = events)
        {
            nint result = RawCall.InvokeBlocking(SystemCall.epoll_pwait, epoll, (nint)first, events.Length, milliseconds, 0, SignalSetSize);
            return result >= 0 || result == -Errno.EINTR
                ? Math.Max((int)result, 0)
                : throw Failure("waiting for events", result);
        }
    }
}
