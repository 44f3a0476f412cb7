using System;
using System.Runtime.InteropServices;

using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Spawn;

/// <summary>
/// The signals this process is sent, which a foreground container's process is to get. They are blocked, and wait in a signalfd. That takes
/// a process with one thread: see Startup/Omissions.
/// </summary>
internal sealed unsafe class ForwardedSignals : IDisposable
{
    /// <summary>What tells of children and urgent data, what nobody can block, and what means that this program is at fault.</summary>
    private static readonly ulong s_own =
        Kernel.SignalMask(SIGCHLD) | Kernel.SignalMask(SIGURG) | Kernel.SignalMask(SIGKILL) | Kernel.SignalMask(SIGSTOP) | Kernel.SignalMask(SIGSEGV)
        | Kernel.SignalMask(SIGBUS) | Kernel.SignalMask(SIGFPE) | Kernel.SignalMask(SIGILL) | Kernel.SignalMask(SIGTRAP) | Kernel.SignalMask(SIGABRT)
        | Kernel.SignalMask(SIGSYS);

    private readonly Descriptor _signals;

    private ForwardedSignals(Descriptor signals)
    {
        _signals = signals;
    }

    /// <summary>Readable when a signal has come.</summary>
    public int Number => _signals.Number;

    /// <summary>From here on the signals wait to be forwarded.</summary>
    /// <param name="ignored">Bit n−1: signal n is ignored by this process (nohup's SIGHUP), and stays so.</param>
    public static ForwardedSignals Block(ulong ignored)
    {
        ulong forwarded = ~(s_own | ignored);
        _ = Kernel.RtSigProcMask(SIG_BLOCK, forwarded);
        return new ForwardedSignals(Kernel.SignalFd(forwarded, SFD_NONBLOCK));
    }

    /// <summary>Passes on what has come.</summary>
    /// <param name="pidfd">Of the process that gets it.</param>
    /// <param name="terminal">Of the container, which gets the size of a window that changed.</param>
    public void Forward(Descriptor pidfd, TerminalProxy? terminal)
    {
        Span<byte> bytes = stackalloc byte[sizeof(signalfd_siginfo) * 8];
        int length = Kernel.TryRead(_signals.Number, bytes);
        if (length is < 0 and not -Errno.EAGAIN)
        {
            throw new KernelException("reading signals", -length);
        }

        foreach (signalfd_siginfo came in MemoryMarshal.Cast<byte, signalfd_siginfo>(bytes[..Math.Max(0, length)]))
        {
            int signal = (int)came.ssi_signo;
            if (signal == SIGWINCH)
            {
                terminal?.Resize();
                continue;
            }

            int result = Kernel.TryPidfdSendSignal(pidfd.Number, signal);
            if (result is < 0 and not -Errno.ESRCH)
            {
                throw new KernelException($"passing signal {signal} on", -result);
            }
        }
    }

    public void Dispose()
    {
        _signals.Dispose();
    }
}
