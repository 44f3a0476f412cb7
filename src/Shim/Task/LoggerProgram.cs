using System;
using System.Collections.Generic;

using Runtime.Shim.Death;
using Runtime.Shim.Loop;
using Runtime.Shim.Streams;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Shim.Task;

/// <summary>A logger that the client names (<c>binary:///path?key=value</c>): it reads the container's pipes as its descriptors 3 and 4, and tells by 5 that it does.</summary>
internal sealed class LoggerProgram : IDisposable
{
    private const int EndMilliseconds = 12_000;

    private readonly Supervisor _supervisor;
    private readonly int _pid;
    private readonly Action _ready;
    private readonly Descriptor _readiness;
    private Descriptor? _output;
    private Descriptor? _error;
    private Watch? _watch;
    private Alarm? _limit;

    private LoggerProgram(Supervisor supervisor, int pid, Descriptor output, Descriptor error, Descriptor readiness, Action ready)
    {
        _supervisor = supervisor;
        _pid = pid;
        _output = output;
        _error = error;
        _readiness = readiness;
        _ready = ready;
        _watch = supervisor.Loop.Add(readiness.Number, EPOLLIN, _ => BeReady());
    }

    public static LoggerProgram Start(Supervisor supervisor, string uri, string contextNamespace, string id, Action ready)
    {
        string rest = uri[(uri.IndexOf("://", StringComparison.Ordinal) + 3)..];
        int question = rest.IndexOf('?');
        string path = Uri.UnescapeDataString(question < 0 ? rest : rest[..question]);
        List<string> arguments = [path];
        foreach (string pair in question < 0 ? [] : rest[(question + 1)..].Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            foreach (string word in pair.Split('=', 2))
            {
                arguments.Add(Uri.UnescapeDataString(word.Replace('+', ' ')));
            }
        }

        Kernel.Pipe2(out Descriptor outputRead, out Descriptor output);
        Kernel.Pipe2(out Descriptor errorRead, out Descriptor error);
        Kernel.Pipe2(out Descriptor readiness, out Descriptor ready5);
        using (outputRead)
        using (errorRead)
        using (ready5)
        using (Descriptor nothing = Kernel.Open("/dev/null", O_RDWR))
        {
            int pid = Kernel.PosixSpawn(
                path,
                arguments.ToArray(),
                ["CONTAINER_ID=" + id, "CONTAINER_NAMESPACE=" + contextNamespace],
                [nothing.Number, nothing.Number, nothing.Number, outputRead.Number, errorRead.Number, ready5.Number]);
            LoggerProgram logger = new(supervisor, pid, output, error, readiness, ready);
            supervisor.Reaper.Expect(pid, logger.End);
            return logger;
        }
    }

    /// <summary>The container's own end of the pipe; the caller's from now on.</summary>
    public Descriptor TakeOutput()
    {
        return Take(ref _output);
    }

    public Descriptor TakeError()
    {
        return Take(ref _error);
    }

    /// <summary>For a terminal, whose output the shim carries.</summary>
    public DescriptorSink OutputSink()
    {
        Descriptor output = TakeOutput();
        Kernel.Fcntl(output.Number, F_SETFL, O_NONBLOCK);
        return new DescriptorSink(_supervisor.Loop, output);
    }

    public void Dispose()
    {
        _output?.Dispose();
        _error?.Dispose();
        if (_supervisor.Reaper.IsExpected(_pid))
        {
            Kernel.Kill(_pid, SIGTERM);
            _limit = _supervisor.Loop.After(EndMilliseconds, () => Kernel.Kill(_pid, SIGKILL));
        }
    }

    private void BeReady()
    {
        _watch?.Dispose();
        _watch = null;
        _readiness.Dispose();
        _ready();
    }

    private void End(ProcessEnd end)
    {
        _limit?.Dispose();
    }

    private static Descriptor Take(ref Descriptor? end)
    {
        Descriptor taken = end ?? throw new InvalidOperationException("it was taken before");
        end = null;
        return taken;
    }
}
