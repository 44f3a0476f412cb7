using System;
using System.Runtime.InteropServices;

using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Spawn;

/// <summary>
/// The signals this process gets, as bytes to read: what a foreground container's process is to get too. A signalfd would need every thread to block them, and
/// the finalizer's thread does not.
/// </summary>
internal sealed unsafe partial class SignalPipe : IDisposable
{
    private const int LastSignal = 64;
    private const ulong SA_RESTORER = 0x0400_0000; // x86 only; others ignore it

    private readonly Descriptor _read;
    private readonly Descriptor _write;

    private SignalPipe(Descriptor read, Descriptor write)
    {
        _read = read;
        _write = write;
    }

    /// <summary>Readable when a signal has come.</summary>
    public Descriptor Read => _read;

    /// <summary>Takes every signal over that can be passed on, and is not ignored or the runtime's own.</summary>
    public static SignalPipe Install()
    {
        Kernel.Pipe2(out Descriptor read, out Descriptor write, O_CLOEXEC | O_NONBLOCK);
        nint restorer;
        nint handler = SignalPipeHandler(write.Number, &restorer);
        sigaction action = new()
        {
            sa_handler = handler,
            sa_flags = SA_RESTART | SA_RESTORER,
            sa_restorer = restorer,
            sa_mask = ulong.MaxValue,
        };
        for (int signal = 1; signal <= LastSignal; signal++)
        {
            if (MayForward(signal) && Kernel.RtSigAction(signal).sa_handler == SIG_DFL)
            {
                nint result = RawCall.Invoke(SystemCall.rt_sigaction, signal, (nint)(&action), 0, sizeof(ulong));
                if (result < 0)
                {
                    throw new KernelException($"handling signal {signal}", (int)-result);
                }
            }
        }

        return new SignalPipe(read, write);
    }

    /// <summary>Passes on what has come.</summary>
    /// <param name="pidfd">Of the process that gets it.</param>
    /// <param name="terminal">Of the container, which gets the size of a window that changed.</param>
    public void Forward(Descriptor pidfd, TerminalProxy? terminal)
    {
        Span<byte> signals = stackalloc byte[LastSignal];
        int count = Kernel.TryRead(_read.Number, signals);
        for (int i = 0; i < count; i++)
        {
            if (signals[i] == SIGWINCH)
            {
                terminal?.Resize();
                continue;
            }

            int result = Kernel.TryPidfdSendSignal(pidfd.Number, signals[i]);
            if (result is < 0 and not -Errno.ESRCH)
            {
                throw new KernelException($"passing signal {signals[i]} on", -result);
            }
        }
    }

    public void Dispose()
    {
        _read.Dispose();
        _write.Dispose();
    }

    /// <summary>Not what tells of children and urgent data, what nobody can handle, and what means that this program is at fault.</summary>
    private static bool MayForward(int signal)
    {
        return signal is not (SIGCHLD or SIGURG or SIGKILL or SIGSTOP or SIGSEGV or SIGBUS or SIGFPE or SIGILL or SIGTRAP or SIGABRT or SIGSYS);
    }

    /// <summary>In SignalPipe.*.s.</summary>
    [LibraryImport("SignalPipe")]
    [SuppressGCTransition]
    private static partial nint SignalPipeHandler(int pipe, nint* restorer);
}
