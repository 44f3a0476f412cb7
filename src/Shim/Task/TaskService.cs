using System;
using System.Collections.Generic;

using Runtime.Shim.Birth;
using Runtime.Shim.Wire;
using Runtime.Syscalls;

namespace Runtime.Shim.Task;

/// <summary>containerd.task.v2.Task and .v3.Task, which differ in their name only. What takes time is done by the runtime, and answered when that has ended.</summary>
internal sealed partial class TaskService
{
    private const int OutputMilliseconds = 10_000;

    private readonly Supervisor _supervisor;
    private readonly ShimOptions _shim;
    private readonly TaskEvents _events;
    private readonly Action _shutDown;
    private readonly Dictionary<string, TaskContainer> _containers = [];
    private readonly HashSet<string> _creating = [];

    /// <param name="supervisor">Does the work.</param>
    /// <param name="shim">How this shim was started.</param>
    /// <param name="events">Get what happens.</param>
    /// <param name="shutDown">Called when a client asks for it and no container is left.</param>
    public TaskService(Supervisor supervisor, ShimOptions shim, TaskEvents events, Action shutDown)
    {
        _supervisor = supervisor;
        _shim = shim;
        _events = events;
        _shutDown = shutDown;
    }

    public void Handle(Call call)
    {
        if (call.Service is not ("containerd.task.v2.Task" or "containerd.task.v3.Task"))
        {
            call.Fail(StatusCode.Unimplemented, "service " + call.Service);
            return;
        }

        Action<Call, TaskRequest>? method = MethodOf(call.Method);
        if (method is null)
        {
            call.Fail(StatusCode.Unimplemented, "method " + call.Method);
            return;
        }

        try
        {
            method(call, TaskRequest.Read(call.Payload));
        }
        catch (TaskFailure failure)
        {
            call.Fail(failure.Code, failure.Message);
        }
    }

    private Action<Call, TaskRequest>? MethodOf(string name)
    {
        return name switch
        {
            "State" => State,
            "Create" => Create,
            "Start" => Start,
            "Delete" => Delete,
            "Pids" => Pids,
            "Pause" => Pause,
            "Resume" => Resume,
            "Checkpoint" => Checkpoint,
            "Kill" => Kill,
            "Exec" => Exec,
            "ResizePty" => ResizePty,
            "CloseIO" => CloseIO,
            "Update" => Update,
            "Wait" => Wait,
            "Stats" => Stats,
            "Connect" => Connect,
            "Shutdown" => Shutdown,
            _ => null,
        };
    }

    private TaskContainer Find(TaskRequest request)
    {
        return _containers.TryGetValue(request.Id, out TaskContainer? container) ? container : throw TaskFailure.NoContainer();
    }

    private TaskProcess FindProcess(TaskRequest request, out TaskContainer container)
    {
        container = Find(request);
        if (request.Second.Length == 0)
        {
            return container.Init;
        }

        return container.Execs.TryGetValue(request.Second, out TaskProcess? exec) ? exec : throw TaskFailure.NoProcess(request.Second);
    }

    /// <summary>Runs the runtime for a request; its failure is the answer.</summary>
    private void Run(Call call, TaskContainer container, ProgramCall program, string doing, Action done)
    {
        container.Runtime.ClearLog();
        var run = ProgramRun.Start(_supervisor, program, null, result =>
        {
            if (result.Status != 0)
            {
                Refuse(call, doing, container.Runtime.Explain(result));
                return;
            }

            done();
        });
        call.Expired = run.Abort;
    }

    private static void Refuse(Call call, string doing, string reason)
    {
        call.Fail(StatusCode.Unknown, doing.Length > 0 ? doing + ": " + reason : reason);
    }

    private void State(Call call, TaskRequest request)
    {
        TaskProcess process = FindProcess(request, out TaskContainer container);
        call.Answer(process.State(container.Runtime.Bundle, container.StatusOf(process)));
    }

    private void Wait(Call call, TaskRequest request)
    {
        FindProcess(request, out _).Wait(call);
    }

    private void Pids(Call call, TaskRequest request)
    {
        TaskContainer container = Find(request);
        MessageWriter answer = new();
        foreach (int pid in container.Cgroup?.Processes() ?? [])
        {
            int process = answer.Begin(1);
            answer.WriteNumber(1, (uint)pid);
            foreach (TaskProcess exec in container.Execs.Values)
            {
                if (exec.Pid == pid)
                {
                    MessageWriter details = new();
                    details.WriteText(1, exec.Id);
                    answer.WriteAny(2, "containerd.runc.v1.ProcessDetails", details.Bytes);
                }
            }

            answer.End(process);
        }

        call.Answer(answer);
    }

    private void ResizePty(Call call, TaskRequest request)
    {
        TaskProcess process = FindProcess(request, out _);
        process.Streams?.Process.Terminal?.Resize((ushort)request.Number(3), (ushort)request.Number(4));
        call.Answer();
    }

    private void CloseIO(Call call, TaskRequest request)
    {
        TaskProcess process = FindProcess(request, out _);
        if (request.Boolean(3))
        {
            process.Streams?.CloseInput();
        }

        call.Answer();
    }

    private void Stats(Call call, TaskRequest request)
    {
        TaskContainer container = Find(request);
        if (container.Cgroup is null || !container.Cgroup.Exists("memory"))
        {
            throw new TaskFailure(StatusCode.NotFound, "cgroup does not exist: not found");
        }

        (string type, MessageWriter metrics) = container.Cgroup.IsUnified
            ? ("io.containerd.cgroups.v2.Metrics", MetricsV2.Of(container.Cgroup))
            : ("io.containerd.cgroups.v1.Metrics", MetricsV1.Of(container.Cgroup));
        MessageWriter answer = new();
        answer.WriteAny(1, type, metrics.Bytes);
        call.Answer(answer);
    }

    private void Connect(Call call, TaskRequest request)
    {
        MessageWriter answer = new();
        answer.WriteNumber(1, (uint)Kernel.GetPid());
        answer.WriteNumber(2, _containers.TryGetValue(request.Id, out TaskContainer? container) ? (uint)container.Init.Pid : 0);
        call.Answer(answer);
    }

    private void Shutdown(Call call, TaskRequest request)
    {
        call.Answer();
        if (_containers.Count == 0 && _creating.Count == 0)
        {
            _shutDown();
        }
    }

    private void Kill(Call call, TaskRequest request)
    {
        TaskProcess process = FindProcess(request, out TaskContainer container);
        uint signal = request.Number(3);
        bool isForAll = request.Boolean(4);
        if (process.End is not null && !isForAll)
        {
            throw TaskFailure.Finished();
        }

        if (process != container.Init)
        {
            if (process.Pid == 0)
            {
                throw TaskFailure.Precondition("process not created");
            }

            if (!_supervisor.Reaper.IsExpected(process.Pid))
            {
                throw TaskFailure.Finished(); // reaped, and about to be told
            }

            Kernel.Kill(process.Pid, (int)signal);
            call.Answer();
            return;
        }

        container.Runtime.ClearLog();
        var run = ProgramRun.Start(_supervisor, container.Runtime.Signal(signal, isForAll), null, result =>
        {
            if (result.Status == 0)
            {
                call.Answer();
                return;
            }

            string reason = container.Runtime.Explain(result);
            bool isGone = reason.Contains("not running", StringComparison.Ordinal)
                || reason.Contains("already finished", StringComparison.Ordinal)
                || reason.Contains("no such process", StringComparison.OrdinalIgnoreCase)
                || reason.Contains("does not exist", StringComparison.Ordinal);
            call.Fail(isGone ? StatusCode.NotFound : StatusCode.Unknown, isGone ? TaskFailure.Finished().Message : reason);
        });
        call.Expired = run.Abort;
    }

    private void Pause(Call call, TaskRequest request)
    {
        TaskContainer container = Find(request);
        if (container.Init.Status != TaskStatus.Running)
        {
            throw TaskFailure.Unknown($"cannot pause a {Word(container.Init.Status)} container");
        }

        container.Init.Status = TaskStatus.Pausing;
        Change(call, container, "pause", TaskStatus.Paused, TaskStatus.Running, _events.Paused);
    }

    private void Resume(Call call, TaskRequest request)
    {
        TaskContainer container = Find(request);
        if (container.Init.Status is not (TaskStatus.Paused or TaskStatus.Pausing))
        {
            throw TaskFailure.Unknown($"cannot resume a {Word(container.Init.Status)} container");
        }

        Change(call, container, "resume", TaskStatus.Running, TaskStatus.Paused, _events.Resumed);
    }

    private void Change(Call call, TaskContainer container, string command, TaskStatus done, TaskStatus failed, Action<string> tell)
    {
        container.Runtime.ClearLog();
        var run = ProgramRun.Start(_supervisor, container.Runtime.Call(command), null, result =>
        {
            bool isDone = result.Status == 0;
            if (container.Init.Status != TaskStatus.Stopped)
            {
                container.Init.Status = isDone ? done : failed;
            }

            if (!isDone)
            {
                Refuse(call, "", container.Runtime.Explain(result));
                return;
            }

            tell(container.Id);
            call.Answer();
        });
        call.Expired = run.Abort;
    }

    private void Update(Call call, TaskRequest request)
    {
        TaskContainer container = Find(request);
        if (container.Init.Status == TaskStatus.Stopped)
        {
            throw TaskFailure.Unknown("cannot update a stopped container");
        }

        byte[] resources = request.Any(2)?.Value ?? [];
        ProgramCall program = container.Runtime.Call("update", "--resources", "-") with { Input = resources };
        Run(call, container, program, "", () => call.Answer());
    }

    private void Checkpoint(Call call, TaskRequest request)
    {
        TaskContainer container = Find(request);
        string[] words = CheckpointWords.Of(request, container);
        Run(call, container, container.Runtime.Call(words), "OCI runtime checkpoint failed", () => call.Answer());
    }

    private static string Word(TaskStatus status)
    {
        return status switch
        {
            TaskStatus.Created => "created",
            TaskStatus.Running => "running",
            TaskStatus.Stopped => "stopped",
            TaskStatus.Paused => "paused",
            _ => "pausing",
        };
    }
}
