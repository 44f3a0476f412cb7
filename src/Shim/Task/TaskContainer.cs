using System.Collections.Generic;

using Runtime.Shim.Birth;
using Runtime.Shim.Death;
using Runtime.Shim.Loop;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Shim.Task;

/// <summary>A container from Create to Delete: its first process, those that joined it, and what is known of its end.</summary>
internal sealed class TaskContainer
{
    private const int LastExecMilliseconds = 10_000;

    private readonly Supervisor _supervisor;
    private readonly TaskEvents _events;
    private OomWatch? _oom;
    private Alarm? _lastExec;
    private bool _isExitTold;

    public TaskContainer(Supervisor supervisor, TaskEvents events, OciRuntime runtime, RuntimeOptions options, TaskProcess init)
    {
        _supervisor = supervisor;
        _events = events;
        Runtime = runtime;
        Options = options;
        Init = init;
        Files = new BundleFiles(runtime.Bundle);
    }

    public string Id => Init.Id;

    public OciRuntime Runtime { get; }

    public RuntimeOptions Options { get; }

    public BundleFiles Files { get; }

    public TaskProcess Init { get; }

    /// <summary>By their ids, from Exec to Delete.</summary>
    public Dictionary<string, TaskProcess> Execs { get; } = [];

    /// <summary>Null until it was created, and for one that was gone at once.</summary>
    public Cgroup? Cgroup { get; private set; }

    /// <summary>Deleted while its first process still had to end: that is nobody's event any more.</summary>
    public bool IsDeleted { get; set; }

    /// <summary>The first process is there.</summary>
    public void BeBorn(int pid)
    {
        Init.Pid = pid;
        Cgroup = Cgroup.Of(pid);
        _oom = Cgroup is null ? null : OomWatch.Start(_supervisor.Loop, Cgroup, () => _events.OutOfMemory(Id));
        _supervisor.Reaper.Expect(pid, InitEnded);
    }

    /// <summary>The runtime has started the first process.</summary>
    public void BeStarted()
    {
        Init.IsStarting = false;
        Init.Status = TaskStatus.Running;
        _events.Started(Id, Init.Pid);
        if (Init.End is not null)
        {
            EndInit();
        }
    }

    /// <summary>The runtime has not started it.</summary>
    public void FailToStart()
    {
        Init.IsStarting = false;
        if (Init.End is not null)
        {
            EndInit();
        }
    }

    /// <summary>A further process is there.</summary>
    public void BeJoined(TaskProcess exec, int pid)
    {
        exec.Pid = pid;
        exec.IsStarting = false;
        exec.Status = TaskStatus.Running;
        _events.ExecStarted(Id, exec.Id, pid);
        _supervisor.Reaper.Expect(pid, end => ExecEnded(exec, end));
    }

    public TaskStatus StatusOf(TaskProcess process)
    {
        bool isHeld = Init.Status is TaskStatus.Paused or TaskStatus.Pausing && process.Status == TaskStatus.Running;
        return isHeld ? Init.Status : process.Status;
    }

    public void Dispose()
    {
        _oom?.Dispose();
        _lastExec?.Dispose();
        Init.Streams?.Dispose();
        foreach (TaskProcess exec in Execs.Values)
        {
            exec.Streams?.Dispose();
        }
    }

    private void InitEnded(ProcessEnd end)
    {
        Init.End = end;
        _oom?.End(end.Status);
        // Before anybody is told: whoever asks after a crash of this shim must get the same answer.
        new ExitRecord(Init.Pid, end.Status, end.Time, _oom?.HasHappened == true).Write(Files.ExitPath);
        if (!Init.IsStarting)
        {
            EndInit();
        }
    }

    private void EndInit()
    {
        Init.Status = TaskStatus.Stopped;
        Init.Streams?.Finish();
        _oom?.Dispose();
        _oom = null;
        if (IsDeleted)
        {
            return;
        }

        if (!Files.HasOwnPidNamespace())
        {
            Call(Runtime.Signal(SIGKILL, isForAll: true));
        }

        _lastExec = _supervisor.Loop.After(LastExecMilliseconds, TellExit);
        TellExitAfterExecs();
    }

    private void ExecEnded(TaskProcess exec, ProcessEnd end)
    {
        exec.End = end;
        exec.Status = TaskStatus.Stopped;
        exec.Streams?.Finish();
        _events.Exited(Id, exec.Id, exec.Pid, end);
        exec.AnswerWaiting();
        if (Init.Status == TaskStatus.Stopped)
        {
            TellExitAfterExecs();
        }
    }

    // A container's end is the last that is heard of it: clients forget its processes then.
    private void TellExitAfterExecs()
    {
        foreach (TaskProcess exec in Execs.Values)
        {
            if (exec.Status == TaskStatus.Running)
            {
                return;
            }
        }

        TellExit();
    }

    private void TellExit()
    {
        _lastExec?.Dispose();
        if (_isExitTold || IsDeleted)
        {
            return;
        }

        _isExitTold = true;
        _events.Exited(Id, Id, Init.Pid, Init.EndOrNone);
        Init.AnswerWaiting();
    }

    private void Call(ProgramCall call)
    {
        try
        {
            _ = ProgramRun.Start(_supervisor, call, null, result =>
            {
                if (result.Status != 0)
                {
                    _supervisor.Warn($"killing what is left of \"{Id}\": {Runtime.Explain(result)}");
                }
            });
        }
        catch (KernelException e)
        {
            _supervisor.Warn($"killing what is left of \"{Id}\": {e.Message}");
        }
    }
}
