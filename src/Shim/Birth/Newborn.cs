using System;
using System.Globalization;
using System.Text;

using Runtime.Shim.Streams;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Shim.Birth;

/// <summary>
/// The birth of a process in a container: runs the runtime's <c>create</c> or <c>exec</c> with the process's own streams, takes its terminal, and reads from the pid
/// file which of this subreaper's new children it is.
/// </summary>
internal sealed class Newborn : IDisposable
{
    private const int TerminalMilliseconds = 5000;

    private readonly Supervisor _supervisor;
    private readonly ProcessStreams _streams;
    private readonly string _pidFile;
    private readonly Action<BirthResult> _done;
    private ConsoleSocket? _console;
    private BirthResult? _result;

    private Newborn(Supervisor supervisor, ProcessStreams streams, string pidFile, Action<BirthResult> done)
    {
        _supervisor = supervisor;
        _streams = streams;
        _pidFile = pidFile;
        _done = done;
    }

    /// <param name="supervisor">Waits for the runtime.</param>
    /// <param name="call">The runtime's call, for a process with a terminal made with the path of the socket that waits for it (else null).</param>
    /// <param name="streams">The process's own.</param>
    /// <param name="pidFile">That the runtime writes.</param>
    /// <param name="done">Called once. With a pid, its end must be expected at once; otherwise the streams are the caller's to dispose.</param>
    /// <returns>The run, to abort it.</returns>
    /// <exception cref="KernelException">The runtime could not be started.</exception>
    public static ProgramRun Start(Supervisor supervisor, Func<string?, ProgramCall> call, ProcessStreams streams, string pidFile, Action<BirthResult> done)
    {
        Newborn newborn = new(supervisor, streams, pidFile, done);
        _ = Kernel.TryUnlink(pidFile); // what an earlier process of this name has left would be taken for the new one's
        try
        {
            if (streams.IsTerminal)
            {
                newborn._console = new ConsoleSocket(supervisor.Loop, newborn.TakeTerminal);
            }

            ProgramRun run = ProgramRun.Start(supervisor, call(newborn._console?.Path), streams, newborn.Finish);
            streams.CloseChildEnds();
            return run;
        }
        catch (KernelException)
        {
            newborn.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _console?.Dispose();
    }

    private void TakeTerminal(Descriptor master)
    {
        _streams.TakeTerminal(master);
        if (_result is not null)
        {
            Tell(_result);
        }
    }

    private void Finish(ProgramResult run)
    {
        int pid = run.Status == 0 ? ReadPid() : 0;
        BirthResult result = new(pid, run);
        if (pid != 0 && _streams is { IsTerminal: true, Terminal: null })
        {
            // The runtime has sent the terminal before it ended, so the loop is about to read it.
            _supervisor.Reaper.BeginBirth();
            _result = result;
            _ = _supervisor.Loop.After(TerminalMilliseconds, () => Tell(result));
            return;
        }

        Dispose();
        _done(result);
    }

    private void Tell(BirthResult result)
    {
        if (_result is null)
        {
            return; // told already
        }

        _result = null;
        Dispose();
        _done(result);
        _supervisor.Reaper.EndBirth();
    }

    private int ReadPid()
    {
        Span<byte> text = stackalloc byte[32];
        int length = Kernel.TryReadFile(AT_FDCWD, _pidFile, text);
        return length > 0 && int.TryParse(Encoding.ASCII.GetString(text[..length]), NumberStyles.None, CultureInfo.InvariantCulture, out int pid) ? pid : 0;
    }
}

/// <summary>What came of a birth.</summary>
/// <param name="Pid">Of the process; 0: there is none.</param>
/// <param name="Run">What the runtime said.</param>
internal sealed record BirthResult(int Pid, ProgramResult Run);
