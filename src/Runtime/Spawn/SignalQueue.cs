using System;

using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Spawn;

/// <summary>
/// The signals this process is sent, most of all for a foreground container's process, which is to get them. They are blocked, and wait in a
/// signalfd. That takes a process with one thread: see Startup/Omissions.
/// </summary>
internal sealed unsafe class SignalQueue : IDisposable
{
    private const int MostAtOnce = 8;

    /// <summary>What tells of children and urgent data, what nobody can block, and what means that this program is at fault.</summary>
    private static readonly ulong s_own =
        Kernel.SignalMask(SIGCHLD) | Kernel.SignalMask(SIGURG) | Kernel.SignalMask(SIGKILL) | Kernel.SignalMask(SIGSTOP) | Kernel.SignalMask(SIGSEGV)
        | Kernel.SignalMask(SIGBUS) | Kernel.SignalMask(SIGFPE) | Kernel.SignalMask(SIGILL) | Kernel.SignalMask(SIGTRAP) | Kernel.SignalMask(SIGABRT)
        | Kernel.SignalMask(SIGSYS);

    private readonly Descriptor _signals;

    private SignalQueue(Descriptor signals)
    {
        _signals = signals;
    }

    /// <summary>Readable when a signal has come.</summary>
    public int Number => _signals.Number;

    /// <summary>From here on the signals wait to be read.</summary>
    /// <param name="ignored">Bit n−1: signal n is ignored by this process (nohup's SIGHUP), and stays so.</param>
    public static SignalQueue Block(ulong ignored)
    {
        ulong forwarded = ~(s_own | ignored);
        _ = Kernel.RtSigProcMask(SIG_BLOCK, forwarded);
        return new SignalQueue(Kernel.SignalFd(forwarded, SFD_NONBLOCK));
    }

    /// <summary>Passes on what has come.</summary>
    /// <param name="pidfd">Of the process that gets it.</param>
    /// <param name="terminal">Of the container, which gets the size of a window that changed.</param>
    public void Forward(Descriptor pidfd, TerminalProxy? terminal)
    {
        signalfd_siginfo* came = stackalloc signalfd_siginfo[MostAtOnce];
        int count = Read(came);
        for (int i = 0; i < count; i++)
        {
            int signal = (int)came[i].ssi_signo;
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

    /// <summary>For a process that passes nothing on: tells of a window whose size has changed, and of a signal to end.</summary>
    /// <param name="resized">Called for the window.</param>
    /// <returns>The signal by which this process would have ended; null: none.</returns>
    public int? Take(Action resized)
    {
        signalfd_siginfo* came = stackalloc signalfd_siginfo[MostAtOnce];
        int count = Read(came);
        for (int i = 0; i < count; i++)
        {
            int signal = (int)came[i].ssi_signo;
            if (signal == SIGWINCH)
            {
                resized();
            }
            else if (signal is SIGHUP or SIGINT or SIGQUIT or SIGTERM)
            {
                return signal;
            }
        }

        return null;
    }

    public void Dispose()
    {
        _signals.Dispose();
    }

    private int Read(signalfd_siginfo* came)
    {
        int length = Kernel.TryRead(_signals.Number, new Span<byte>(came, MostAtOnce * sizeof(signalfd_siginfo)));
        return length switch
        {
            >= 0 => length / sizeof(signalfd_siginfo),
            -Errno.EAGAIN => 0,
            _ => throw new KernelException("reading signals", -length),
        };
    }
}
