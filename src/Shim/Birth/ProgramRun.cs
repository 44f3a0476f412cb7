using System;
using System.Text;

using Runtime.Shim.Death;
using Runtime.Shim.Loop;
using Runtime.Shim.Streams;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Shim.Birth;

/// <summary>A program of the host that was started and tells when it has ended: a runtime, above all. What it writes goes to a memory file: it can block nobody.</summary>
internal sealed class ProgramRun
{
    private const int LongestOutput = 1 << 22;

    private readonly Descriptor _output;
    private readonly Reaper _reaper;
    private readonly Action<ProgramResult> _ended;
    private readonly int _pid;
    private Alarm? _limit;
    private bool _wasTooSlow;

    private ProgramRun(Descriptor output, Reaper reaper, int pid, Action<ProgramResult> ended)
    {
        _output = output;
        _reaper = reaper;
        _pid = pid;
        _ended = ended;
    }

    /// <summary>Its pid, until it has ended.</summary>
    public int Pid => _pid;

    /// <param name="supervisor">Waits for it.</param>
    /// <param name="program">What is run.</param>
    /// <param name="streams">Of the container's process, which inherits them from its runtime; null: the program's own.</param>
    /// <param name="ended">Called once, when it has ended.</param>
    /// <exception cref="KernelException">It could not be started.</exception>
    public static ProgramRun Start(Supervisor supervisor, ProgramCall program, ProcessStreams? streams, Action<ProgramResult> ended)
    {
        Descriptor output = Kernel.MemfdCreate("output", MFD_CLOEXEC);
        try
        {
            using Descriptor input = OpenInput(program.Input);
            int pid = Kernel.PosixSpawn(
                ProgramPath.Find(program.Path),
                program.Arguments,
                program.Environment ?? OwnEnvironment.Read(),
                [(streams?.ChildEnd(0) ?? input).Number, (streams?.ChildEnd(1) ?? output).Number, (streams?.ChildEnd(2) ?? output).Number],
                program.Directory);
            ProgramRun run = new(output, supervisor.Reaper, pid, ended);
            supervisor.Reaper.BeginBirth();
            supervisor.Reaper.Expect(pid, run.End);
            if (program.Milliseconds is int limit)
            {
                run._limit = supervisor.Loop.After(limit, run.Abort);
            }

            return run;
        }
        catch (KernelException)
        {
            output.Dispose();
            throw;
        }
    }

    /// <summary>Kills it, if it still runs.</summary>
    public void Abort()
    {
        if (_reaper.IsExpected(_pid))
        {
            _wasTooSlow = true;
            Kernel.Kill(_pid, SIGKILL);
        }
    }

    private static Descriptor OpenInput(byte[]? bytes)
    {
        if (bytes is null)
        {
            return Kernel.Open("/dev/null", O_RDWR);
        }

        Descriptor input = Kernel.MemfdCreate("input", MFD_CLOEXEC);
        Kernel.Write(input.Number, bytes);
        _ = RawCall.Invoke(SystemCall.lseek, input.Number, 0, SEEK_SET); // a memory file can be rewound
        return input;
    }

    private void End(ProcessEnd end)
    {
        _limit?.Dispose();
        byte[] bytes = new byte[Math.Min(Kernel.FStat(_output.Number).stx_size, LongestOutput)];
        int length = bytes.Length == 0 ? 0 : Kernel.PRead(_output.Number, bytes, 0);
        _output.Dispose();
        try
        {
            _ended(new ProgramResult(end.Status, bytes.AsSpan(0, length).ToArray(), _wasTooSlow));
        }
        finally
        {
            _reaper.EndBirth(); // after the callback, which may tell the pid of what was born
        }
    }
}

/// <summary>What is run, and how.</summary>
/// <param name="Path">With a slash, or looked up in $PATH.</param>
/// <param name="Arguments">All of argv.</param>
internal sealed record ProgramCall(string Path, string[] Arguments)
{
    /// <summary>All of it; null: the shim's own.</summary>
    public string[]? Environment { get; init; }

    /// <summary>Where it runs; null: where the shim does.</summary>
    public string? Directory { get; init; }

    /// <summary>Standard input; null is /dev/null.</summary>
    public byte[]? Input { get; init; }

    /// <summary>After this time it is killed; null: never.</summary>
    public int? Milliseconds { get; init; }
}

/// <summary>How a program ended, and what it wrote to standard output and error.</summary>
internal sealed record ProgramResult(int Status, byte[] Output, bool WasAborted)
{
    public string Text => Encoding.UTF8.GetString(Output).Trim();
}
