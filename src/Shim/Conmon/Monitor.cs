using System;
using System.Text;

using Runtime.Shim.Birth;
using Runtime.Shim.Death;
using Runtime.Shim.Loop;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Shim.Conmon;

/// <summary>The process that stays as long as the container's process, and tells in the order that callers rely on what becomes of it.</summary>
internal sealed class Monitor : IDisposable
{
    private const int DrainMilliseconds = 30000; // for a client that does not read what a process has left behind

    private readonly ConmonOptions _options;
    private readonly CallerPipes _pipes;
    private readonly Supervisor _supervisor;
    private readonly MonitorStreams _streams;
    private readonly NotifyProxy? _notify;
    private ProgramRun? _birth;
    private OomWatch? _oomWatch;
    private Alarm? _timeout;
    private Alarm? _drainLimit;
    private string? _oldOomScore;
    private int _pid;
    private int _status = 1;
    private bool _hasEnded;
    private bool _hasTimedOut;
    private bool _isConcluded;

    private Monitor(ConmonOptions options, CallerPipes pipes)
    {
        _options = options;
        _pipes = pipes;
        _supervisor = new Supervisor(options.Messages.Warn, PassOn);
        _streams = new MonitorStreams(_supervisor.Loop, options) { Drained = ConcludeIfDrained };
        _notify = options is { NotifySocket: string host, Bundle: string bundle } ? new NotifyProxy(_supervisor.Loop, bundle, host) : null;
    }

    public static int Run(ConmonOptions options)
    {
        CallerPipes pipes = new(options);
        try
        {
            _ = RawCall.Invoke(SystemCall.setsid); // refused to the leader of a session, which it is unless it stays in the foreground
            _ = Kernel.Umask(0x12); // 0022
            using Monitor monitor = new(options, pipes);
            monitor.Begin();
            monitor._supervisor.Loop.Run();
            return monitor._status;
        }
        catch (RuntimeException failure)
        {
            pipes.TellFailure(Encoding.UTF8.GetBytes(failure.Message));
            throw;
        }
    }

    public void Dispose()
    {
        _notify?.Dispose();
        _streams.Dispose();
        _supervisor.Dispose();
    }

    private void Begin()
    {
        if (!_options.IsExecAttach || _pipes.Start is not Descriptor start)
        {
            GiveBirth();
            return;
        }

        // The client connects meanwhile, or it would miss the first output.
        _pipes.TellAttachable();
        Watch? watch = null;
        watch = _supervisor.Loop.Add(start.Number, EPOLLIN, _ =>
        {
            watch!.Dispose();
            start.Dispose();
            GiveBirth();
        });
    }

    private void GiveBirth()
    {
        try
        {
            _birth = Newborn.Start(_supervisor, console => RuntimeCommand.Of(_options, console), _streams.Process, _options.PidFile, Born);
            _oldOomScore = OomScore.Protect();
        }
        catch (RuntimeException failure)
        {
            Fail(Encoding.UTF8.GetBytes(failure.Message));
        }
    }

    private void Born(BirthResult result)
    {
        _birth = null;
        if (result.Pid == 0)
        {
            Fail(_streams.ReasonOf(result.Run));
            return;
        }

        _pid = result.Pid;
        _supervisor.Reaper.Expect(_pid, End);
        _pipes.TellPid(_pid);
        if (!_options.IsExec && Cgroup.Of(_pid) is Cgroup cgroup)
        {
            _oomWatch = OomWatch.Start(_supervisor.Loop, cgroup, () => ExitFiles.WriteOutOfMemory(_options));
        }

        if (_options.Timeout > 0)
        {
            _timeout = _supervisor.Loop.After((int)Math.Min(_options.Timeout * 1000L, int.MaxValue), KillInTime);
        }

        _streams.Open();
    }

    private void Fail(ReadOnlySpan<byte> reason)
    {
        _pipes.TellFailure(reason);
        Leave();
    }

    private void KillInTime()
    {
        _hasTimedOut = true;
        int group = (int)RawCall.Invoke(SystemCall.getpgid, _pid);
        if (_supervisor.Reaper.IsExpected(_pid))
        {
            Kernel.Kill(group > 1 ? -group : _pid, SIGKILL);
        }
    }

    // Signals to this process are meant for the container's.
    private void PassOn(int signal)
    {
        int target = _birth?.Pid ?? _pid;
        if (signal == SIGHUP || _hasEnded)
        {
            return;
        }

        if (target == 0)
        {
            Leave(); // nobody has attached yet: nothing is lost
        }
        else if (_supervisor.Reaper.IsExpected(target))
        {
            Kernel.Kill(target, signal);
        }
    }

    private void End(ProcessEnd end)
    {
        _hasEnded = true;
        _status = _hasTimedOut ? -1 : end.Status;
        _timeout?.Dispose();
        Attempt(() => _oomWatch?.End(end.Status));
        _drainLimit = _supervisor.Loop.After(DrainMilliseconds, Conclude);
        Attempt(_streams.Finish);
        ConcludeIfDrained();
    }

    private void ConcludeIfDrained()
    {
        if (_hasEnded && _streams.HasDrained)
        {
            Conclude();
        }
    }

    // Whoever is told of the end finds the log complete, ports free, and the reason before the status.
    private void Conclude()
    {
        if (_isConcluded)
        {
            return;
        }

        _isConcluded = true;
        _drainLimit?.Dispose();
        _oomWatch?.Dispose();
        Attempt(_streams.Close);
        Attempt(_pipes.CloseInherited);
        Attempt(() => ExitFiles.WriteStatus(_options, _status));
        if (_hasTimedOut)
        {
            _pipes.TellTimeout();
        }
        else
        {
            _pipes.TellStatus(_status);
        }

        Leave();
    }

    private void Leave()
    {
        ExitCommand.Run(_supervisor, _options, _oldOomScore, status =>
        {
            _status = status == 0 ? _status : status;
            _supervisor.Loop.Stop();
        });
    }

    private void Attempt(Action action)
    {
        try
        {
            action();
        }
        catch (RuntimeException failure)
        {
            _supervisor.Warn(failure.Message);
        }
    }
}
