using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Plan;

/// <summary>
/// Default dispositions and an empty mask. execve resets handlers by itself, but hands on what is ignored (NativeAOT ignores SIGPIPE, nohup SIGHUP)
/// and what is blocked (the runtime blocks everything around the clone).
/// </summary>
internal static class SignalSteps
{
    private const int SignalSetSize = 8;

    public static unsafe void Append(PlanBuilder plan, ulong ignored)
    {
        plan.Doing("resetting the signals");
        long action = plan.Reserve(sizeof(sigaction)); // all zero: SIG_DFL
        for (int signal = 1; signal <= 64; signal++)
        {
            if ((ignored & (1UL << (signal - 1))) != 0)
            {
                plan.Call(SystemCall.rt_sigaction, signal, action, 0, SignalSetSize);
            }
        }

        plan.Call(SystemCall.rt_sigprocmask, SIG_SETMASK, plan.Reserve(SignalSetSize), 0, SignalSetSize);
    }
}
