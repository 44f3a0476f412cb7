using System;
using System.Runtime.InteropServices;

using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Shim.Loop;

/// <summary>
/// Signals as events of the loop. A signalfd needs every thread to block them, and the finalizer's thread is older than Main: so whoever starts a supervising shim
/// starts it with <see cref="Blocked"/> blocked, which execve(2) keeps and each thread inherits.
/// </summary>
internal sealed class SignalReader : IDisposable
{
    private readonly Descriptor _signals;
    private readonly Watch _watch;
    private readonly Action<int> _came;

    /// <summary>What a supervising shim is started with.</summary>
    public static ulong Blocked => Kernel.SignalMask(SIGCHLD) | Kernel.SignalMask(SIGTERM) | Kernel.SignalMask(SIGINT) | Kernel.SignalMask(SIGQUIT) | Kernel.SignalMask(SIGHUP);

    public SignalReader(EventLoop loop, Action<int> came)
    {
        _came = came;
        _ = Kernel.RtSigProcMask(SIG_BLOCK, Blocked);
        _signals = Kernel.SignalFd(Blocked, SFD_NONBLOCK);
        _watch = loop.Add(_signals.Number, EPOLLIN, Read);
    }

    public void Dispose()
    {
        _watch.Dispose();
        _signals.Dispose();
    }

    private unsafe void Read(uint events)
    {
        Span<byte> bytes = stackalloc byte[sizeof(signalfd_siginfo) * 8];
        int length = Kernel.TryRead(_signals.Number, bytes);
        if (length < 0 && length != -Errno.EAGAIN)
        {
            throw new KernelException("reading signals", -length);
        }

        foreach (signalfd_siginfo signal in MemoryMarshal.Cast<byte, signalfd_siginfo>(bytes[..Math.Max(0, length)]))
        {
            _came((int)signal.ssi_signo);
        }
    }
}
