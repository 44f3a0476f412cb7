using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Shim.Death;

/// <summary>How a process ended, and when.</summary>
/// <param name="Status">As a shell has it: the exit status, or 128 and the signal that killed it.</param>
/// <param name="Time">When it was reaped.</param>
internal readonly record struct ProcessEnd(int Status, timespec Time)
{
    private const int SignalBase = 128;

    public static ProcessEnd Of(in siginfo child)
    {
        return new ProcessEnd(child.si_code == CLD_EXITED ? child.si_status : SignalBase + child.si_status, Kernel.ClockGetTime(CLOCK_REALTIME));
    }
}
