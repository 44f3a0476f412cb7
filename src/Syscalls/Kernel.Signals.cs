using System;
using static Runtime.Syscalls.Flags;

namespace Runtime.Syscalls;

/// <summary>rt_sigprocmask(2), rt_sigaction(2), signalfd(2).</summary>
public static unsafe partial class Kernel
{
    private const int SignalSetSize = sizeof(ulong);

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
}
