using System;
using static Runtime.Syscalls.Flags;

namespace Runtime.Syscalls;

/// <summary>Waiting: poll(2), epoll(7), eventfd(2), timerfd_create(2), inotify(7).</summary>
public static unsafe partial class Kernel
{
    private const long NanosecondsPerMillisecond = 1_000_000;

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

    public static Descriptor EventFd(int flags = 0)
    {
        nint result = Repeat(SystemCall.eventfd2, 0, flags | EFD_CLOEXEC);
        return result >= 0 ? new Descriptor((int)result) : throw Failure("creating an event descriptor", result);
    }

    public static Descriptor TimerFdCreate(int clock, int flags = 0)
    {
        nint result = Repeat(SystemCall.timerfd_create, clock, flags | TFD_CLOEXEC);
        return result >= 0 ? new Descriptor((int)result) : throw Failure("creating a timer", result);
    }

    /// <summary>Sets when a timer expires, counted from now; a time of zero stops it.</summary>
    public static void TimerFdSetTime(int timer, in itimerspec time)
    {
        fixed (itimerspec* pointer = &time)
        {
            nint result = Repeat(SystemCall.timerfd_settime, timer, 0, (nint)pointer);
            if (result < 0)
            {
                throw Failure("setting a timer", result);
            }
        }
    }

    public static Descriptor InotifyInit1(int flags = 0)
    {
        nint result = Repeat(SystemCall.inotify_init1, flags | IN_CLOEXEC);
        return result >= 0 ? new Descriptor((int)result) : throw Failure("creating an inotify descriptor", result);
    }

    /// <summary>The number by which events name the watch.</summary>
    public static int InotifyAddWatch(int inotify, string path, uint events)
    {
        byte* buffer = stackalloc byte[KernelString.BufferSize];
        using KernelString name = new(path, buffer);
        nint result = Repeat(SystemCall.inotify_add_watch, inotify, name, (nint)events);
        return result >= 0 ? (int)result : throw Failure("watching " + Quoted.Text(path), result);
    }
}
