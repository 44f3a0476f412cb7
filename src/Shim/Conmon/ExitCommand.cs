using System;

using Runtime.Shim.Birth;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Shim.Conmon;

/// <summary>What the caller wants done after all: podman cleans up by it, and may start the container again.</summary>
internal static class ExitCommand
{
    /// <param name="supervisor">Waits for it.</param>
    /// <param name="options">What it is, and how long after the end it runs.</param>
    /// <param name="oldOomScore">That it gets; null: it was not changed.</param>
    /// <param name="done">Called once, with its status.</param>
    public static void Run(Supervisor supervisor, ConmonOptions options, string? oldOomScore, Action<int> done)
    {
        if (options.ExitCommand is not string command)
        {
            done(0);
            return;
        }

        _ = supervisor.Loop.After((int)Math.Clamp(options.ExitDelay * 1000L, 0, int.MaxValue), () =>
        {
            try
            {
                Start(supervisor, new ProgramCall(command, [command, .. options.ExitArguments]) { Environment = CallerEnvironment.Read() }, oldOomScore, done);
            }
            catch (RuntimeException failure)
            {
                supervisor.Warn(failure.Message);
                done(1);
            }
        });
    }

    private static void Start(Supervisor supervisor, ProgramCall call, string? oldOomScore, Action<int> done)
    {
        if (oldOomScore is not null)
        {
            OomScore.Restore(oldOomScore);
        }

        // What it leaves behind is not this container's.
        Kernel.Prctl("leaving orphans to others", PR_SET_CHILD_SUBREAPER, 0);
        _ = ProgramRun.Start(supervisor, call, null, result => done(result.Status));
    }
}
