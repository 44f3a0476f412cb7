using System;

using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Spawn;

/// <summary>A process that this one has to wait for.</summary>
internal sealed class Child(int pid, Descriptor pidfd) : IDisposable
{
    public int Pid { get; } = pid;

    public Descriptor Pidfd { get; } = pidfd;

    /// <summary>Waits for its end and reaps it.</summary>
    /// <returns>As a shell has it: the exit status, or 128 and the signal that killed it.</returns>
    public int Wait()
    {
        siginfo info = Kernel.WaitId(P_PIDFD, Pidfd.Number, WEXITED);
        return info.si_code == CLD_EXITED ? info.si_status : SignalBase + info.si_status;
    }

    /// <summary>Ends it, whatever it does, and reaps it.</summary>
    public void Kill()
    {
        int result = Kernel.TryPidfdSendSignal(Pidfd.Number, SIGKILL);
        if (result is < 0 and not -Errno.ESRCH)
        {
            throw new KernelException($"killing process {Pid}", -result);
        }

        // ECHILD: it was reaped before.
        _ = Kernel.TryWaitId(P_PIDFD, Pidfd.Number, WEXITED, out _);
    }

    public void Dispose()
    {
        Pidfd.Dispose();
    }

    public const int SignalBase = 128;
}
