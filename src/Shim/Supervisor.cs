using System;
using System.Collections.Generic;

using Runtime.Shim.Death;
using Runtime.Shim.Loop;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Shim;

/// <summary>What every face of the shim stands on: one loop, one reaper, one place for what goes wrong and is nobody's answer.</summary>
internal sealed class Supervisor : IDisposable
{
    private readonly SignalReader _signals;
    private readonly Action<string> _warn;

    /// <param name="warn">Told, in one line, what could not be done.</param>
    /// <param name="signalled">Told of signals that ask the shim to end, or to pass them on.</param>
    public Supervisor(Action<string> warn, Action<int> signalled)
    {
        _warn = warn;
        Loop = new EventLoop(failure => warn(failure is RuntimeException ? failure.Message : failure.ToString())) { Idle = GiveMemoryBack };
        Reaper = new Reaper(Loop);
        _signals = new SignalReader(Loop, signal =>
        {
            if (signal == SIGCHLD)
            {
                Reaper.Reap();
            }
            else
            {
                signalled(signal);
            }
        });
    }

    /// <summary>What a supervising shim gets in its environment: it allocates little between two requests, so its first generation is small.</summary>
    public static string[] Environment => ["DOTNET_GCgen0size=40000", "DOTNET_GCGen0MaxBudget=40000"]; // hexadecimal: 256 kB

    public EventLoop Loop { get; }

    public Reaper Reaper { get; }

    public void Warn(string message)
    {
        _warn(message);
    }

    public void Dispose()
    {
        _signals.Dispose();
        Loop.Dispose();
    }

    // A shim waits for days between two requests: what the last one needed is not kept for the next.
    private static void GiveMemoryBack()
    {
        List<CodeRange> code = CodePages.In(Kernel.ReadAll("/proc/self/smaps"));
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        CodePages.Release(code);
    }
}
