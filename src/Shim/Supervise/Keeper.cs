using System;
using System.Globalization;
using System.Text;

using Runtime.Shim.Birth;
using Runtime.Shim.Death;
using Runtime.Shim.Loop;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Shim.Supervise;

/// <summary>The process that stays beside a container until it has ended, and leaves its exit status and its log.</summary>
internal sealed class Keeper : IDisposable
{
    private const int Output = 1;
    private const int Error = 2;
    private const int RetryMilliseconds = 500;
    private const int ClientMilliseconds = 2000; // for one that does not read the last of it
    private const int LogMilliseconds = 30000; // for a full disk

    private readonly SuperviseOptions _options;
    private readonly Supervisor _supervisor;
    private readonly KeptStreams _streams;
    private ProgramRun? _birth;
    private Watch? _caller;
    private SuperviseFolder? _folder;
    private OomWatch? _oomWatch;
    private int _pid;
    private int _status;
    private bool _hasEnded;
    private bool _isRecorded;
    private bool _hasGivenUp;

    private Keeper(SuperviseOptions options)
    {
        _options = options;
        _supervisor = new Supervisor(Warn, PassOn);
        _streams = new KeptStreams(_supervisor.Loop, options);
        _streams.Process.Drained = LeaveIfDone;
    }

    public static int Run(SuperviseOptions options)
    {
        using Keeper keeper = new(options);
        keeper.GiveBirth();
        keeper._supervisor.Loop.Run();
        return keeper._status;
    }

    public void Dispose()
    {
        _oomWatch?.Dispose();
        _streams.Dispose();
        _supervisor.Dispose();
        _folder?.Dispose(); // last: who has waited for it finds everything as it stays
    }

    private string Container => _options.Root + "/" + _options.Id;

    private void GiveBirth()
    {
        string pidFile = string.Create(CultureInfo.InvariantCulture, $"{Container}/pid.{Kernel.GetPid()}"); // no other's, should two callers want one id
        _birth = Newborn.Start(_supervisor, console => Creation(pidFile, console), _streams.Process, pidFile, result => Born(result, pidFile));
        _caller = _supervisor.Loop.Add(Output, 0, _ => ForgetCaller());
        _ = OomScore.Protect();
    }

    private ProgramCall Creation(string pidFile, string? consoleSocket)
    {
        string[] console = consoleSocket is null ? [] : ["--console-socket", consoleSocket];
        return Call([.. _options.Creation, "--pid-file", pidFile, .. console, _options.Id]);
    }

    private ProgramCall Call(string[] words)
    {
        return new ProgramCall(_options.Runtime, [_options.Runtime, .. words]) { Environment = CallerEnvironment.Read(), Directory = _options.Directory };
    }

    // A pipe without a reader is reported whether it is asked for or not. Who has lost patience with a hook does not want the container any more; what the runtime
    // has made so far, `delete` takes away.
    private void ForgetCaller()
    {
        _caller?.Dispose();
        _birth?.Abort();
    }

    private void Born(BirthResult result, string pidFile)
    {
        _birth = null;
        _caller?.Dispose();
        _ = Kernel.TryWrite(Error, _streams.TakeWords(result.Run)); // a caller that has gone reads nothing
        if (result.Pid == 0)
        {
            Leave(1);
            return;
        }

        _pid = result.Pid;
        _supervisor.Reaper.Expect(_pid, End);
        try
        {
            Kernel.Unlink(pidFile);
            _folder = new SuperviseFolder(Container);
            _streams.Open(_folder.Path);
            _oomWatch = Cgroup.Of(_pid) is Cgroup cgroup ? OomWatch.Start(_supervisor.Loop, cgroup, () => { }) : null;
            TellCaller();
        }
        catch (RuntimeException failure)
        {
            Abandon(failure);
        }
    }

    // The caller may wait until nobody has its descriptors any more.
    private void TellCaller()
    {
        _ = Kernel.TryWrite(Output, Encoding.ASCII.GetBytes(_pid.ToString(CultureInfo.InvariantCulture)));
        using Descriptor nothing = Kernel.Open("/dev/null", O_RDWR);
        Kernel.Dup3(nothing.Number, Output, 0);
        Kernel.Dup3(nothing.Number, Error, 0);
    }

    // A container that cannot be supervised is not what was asked for.
    private void Abandon(RuntimeException failure)
    {
        Warn(failure.Message);
        _hasGivenUp = true;
        _folder?.Dispose(); // the lock is what a delete waits for
        try
        {
            _ = ProgramRun.Start(_supervisor, Call(["--root", _options.Root, "delete", "--force", _options.Id]), null, _ => Leave(1));
        }
        catch (KernelException second)
        {
            Warn(second.Message);
            Leave(1);
        }
    }

    private void Warn(string message)
    {
        _ = Kernel.TryWrite(Error, Encoding.UTF8.GetBytes($"{SuperviseFace.Name}: {message}\n")); // /dev/null once the caller has gone
        _folder?.Note(message);
    }

    // Signals to this process are meant for the container's.
    private void PassOn(int signal)
    {
        int target = _birth?.Pid ?? _pid;
        if (signal != SIGHUP && _supervisor.Reaper.IsExpected(target))
        {
            Kernel.Kill(target, signal);
        }
    }

    private void End(ProcessEnd end)
    {
        if (_hasGivenUp)
        {
            return;
        }

        _hasEnded = true;
        Attempt(() => _oomWatch?.End(end.Status));
        Record(new ExitRecord(_pid, end.Status, end.Time, _oomWatch is { HasHappened: true }));
        _ = _supervisor.Loop.After(ClientMilliseconds, _streams.Detach);
        _ = _supervisor.Loop.After(LogMilliseconds, () => Leave(0));
        Attempt(_streams.Process.FinishAll); // what others write to its pipes from now on is not its output
        LeaveIfDone();
    }

    private void Record(ExitRecord record)
    {
        try
        {
            _folder!.Record(record);
            _isRecorded = true;
        }
        catch (KernelException failure) when (failure.Errno == Errno.ENOENT)
        {
            _isRecorded = true; // the container was deleted: nobody will ask
        }
        catch (KernelException failure)
        {
            Warn(failure.Message);
            _ = _supervisor.Loop.After(RetryMilliseconds, () => Record(record)); // a full disk may have room again
        }

        LeaveIfDone();
    }

    private void LeaveIfDone()
    {
        if (_hasEnded && _isRecorded && _streams.Process.HasDrained)
        {
            Leave(0);
        }
    }

    private void Leave(int status)
    {
        _status = status;
        _supervisor.Loop.Stop();
    }

    private void Attempt(Action action)
    {
        try
        {
            action();
        }
        catch (RuntimeException failure)
        {
            Warn(failure.Message);
        }
    }
}
