using System;
using System.Collections.Generic;

using Runtime.Shim.Birth;
using Runtime.Shim.Death;
using Runtime.Shim.Wire;
using Runtime.Syscalls;

namespace Runtime.Shim.Task;

/// <summary>Create, Start, Exec and Delete: what makes processes and takes them away.</summary>
internal sealed partial class TaskService
{
    private void Create(Call call, TaskRequest request)
    {
        string id = request.Id;
        string bundle = request.Second;
        if (_containers.ContainsKey(id) || _creating.Contains(id))
        {
            throw TaskFailure.Exists(id);
        }

        if (request.Text(8).Length > 0)
        {
            throw TaskFailure.Precondition("restoring from a checkpoint is not supported by this shim");
        }

        var options = RuntimeOptions.Read(request.Any(10));
        var runtime = OciRuntime.Of(options, _shim.Namespace, bundle, id);
        BundleFiles files = new(bundle);
        files.WriteRuntime(runtime);
        List<RootMount> mounts = [];
        foreach (byte[] message in request.All(3))
        {
            mounts.Add(RootMount.Read(message));
        }

        StreamPaths paths = new(request.Text(5), request.Text(6), request.Text(7), request.Boolean(4));
        TaskContainer container = new(_supervisor, _events, runtime, options, new TaskProcess(id, paths));
        RootMount.MountAll(mounts, files.RootfsPath);
        try
        {
            _creating.Add(id);
            container.Init.Streams = TaskStreams.Open(_supervisor, paths, _shim.Namespace, id, () => RunCreate(call, container, request));
        }
        catch (RuntimeException)
        {
            _creating.Remove(id);
            RootMount.UnmountAll(files.RootfsPath);
            throw;
        }
    }

    private void RunCreate(Call call, TaskContainer container, TaskRequest request)
    {
        void Fail(string reason)
        {
            _creating.Remove(container.Id);
            container.Dispose();
            RootMount.UnmountAll(container.Files.RootfsPath);
            Refuse(call, "OCI runtime create failed", reason);
        }

        TaskStreams streams = container.Init.Streams!;
        List<string> words = ["create", "--bundle", container.Runtime.Bundle, "--pid-file", container.Files.InitPidPath];
        if (container.Options.NoPivotRoot)
        {
            words.Add("--no-pivot");
        }

        if (container.Options.NoNewKeyring)
        {
            words.Add("--no-new-keyring");
        }

        container.Runtime.ClearLog();
        try
        {
            streams.Process.GiveTo(container.Options.IoUid, container.Options.IoGid);
            ProgramRun run = Newborn.Start(
                _supervisor,
                console => container.Runtime.Call(console is null ? [.. words] : [.. words, "--console-socket", console]),
                streams.Process,
                container.Files.InitPidPath,
                born =>
                {
                    if (born.Pid == 0)
                    {
                        Fail(container.Runtime.Explain(born.Run));
                        return;
                    }

                    _creating.Remove(container.Id);
                    _containers.Add(container.Id, container);
                    container.BeBorn(born.Pid);
                    streams.BeginInput();
                    _events.Created(container.Id, container.Runtime.Bundle, request.All(3), container.Init.Paths, born.Pid);
                    MessageWriter answer = new();
                    answer.WriteNumber(1, (uint)born.Pid);
                    call.Answer(answer);
                });
            call.Expired = run.Abort;
        }
        catch (KernelException e)
        {
            Fail(e.Message);
        }
    }

    private void Start(Call call, TaskRequest request)
    {
        TaskProcess process = FindProcess(request, out TaskContainer container);
        if (process.Status != TaskStatus.Created || process.IsStarting)
        {
            throw TaskFailure.Unknown($"cannot start a {Word(process.Status)} process");
        }

        if (process != container.Init)
        {
            StartExec(call, container, process);
            return;
        }

        process.IsStarting = true;
        container.Runtime.ClearLog();
        try
        {
            var run = ProgramRun.Start(_supervisor, container.Runtime.Call("start"), null, result =>
            {
                if (result.Status != 0)
                {
                    container.FailToStart();
                    Refuse(call, "OCI runtime start failed", container.Runtime.Explain(result));
                    return;
                }

                AnswerPid(call, container.Init.Pid, container.BeStarted);
            });
            call.Expired = run.Abort;
        }
        catch (KernelException)
        {
            process.IsStarting = false;
            throw;
        }
    }

    private void Exec(Call call, TaskRequest request)
    {
        TaskContainer container = Find(request);
        string id = request.Second;
        if (id == container.Id || container.Execs.ContainsKey(id))
        {
            throw TaskFailure.Exists(id);
        }

        if (id.Length == 0 || id.Contains('/') || id.StartsWith('.'))
        {
            throw new TaskFailure(StatusCode.InvalidArgument, $"identifier {Quoted.Text(id)} is no file name");
        }

        switch (container.Init.Status)
        {
            case TaskStatus.Paused or TaskStatus.Pausing:
                throw TaskFailure.Unknown("cannot exec in a paused state");
            case TaskStatus.Stopped:
                throw TaskFailure.Unknown("cannot exec in a stopped state");
            default:
                break;
        }

        StreamPaths paths = new(request.Text(4), request.Text(5), request.Text(6), request.Boolean(3));
        container.Execs.Add(id, new TaskProcess(id, paths) { Spec = request.Any(7)?.Value ?? [] });
        _events.ExecAdded(container.Id, id);
        call.Answer();
    }

    private void StartExec(Call call, TaskContainer container, TaskProcess exec)
    {
        if (container.Init.End is not null)
        {
            throw TaskFailure.Precondition($"container {container.Id} init process is not running");
        }

        exec.IsStarting = true;
        try
        {
            exec.Streams = TaskStreams.Open(_supervisor, exec.Paths, _shim.Namespace, exec.Id, () => RunExec(call, container, exec));
        }
        catch (RuntimeException)
        {
            exec.IsStarting = false;
            throw;
        }
    }

    private void RunExec(Call call, TaskContainer container, TaskProcess exec)
    {
        string specPath = container.Runtime.Bundle + "/." + exec.Id + ".json";
        string pidPath = PidPathOf(container, exec);
        void Fail(string reason)
        {
            _ = Kernel.TryUnlink(specPath); // it may be what could not be written
            exec.IsStarting = false;
            exec.Status = TaskStatus.Stopped;
            exec.Streams?.Dispose();
            Refuse(call, "OCI runtime exec failed", reason);
            exec.AnswerWaiting();
        }

        container.Runtime.ClearLog();
        try
        {
            exec.Streams!.Process.GiveTo(container.Options.IoUid, container.Options.IoGid);
            AtomicFile.Write(specPath, ProcessSpec.WithTerminal(exec.Spec, exec.Paths.IsTerminal), 0x180); // 0600
            string[] words = ["exec", "--process", specPath, "--detach", "--pid-file", pidPath];
            ProgramRun run = Newborn.Start(
                _supervisor,
                console => container.Runtime.Call(console is null ? words : [.. words, "--console-socket", console]),
                exec.Streams.Process,
                pidPath,
                born =>
                {
                    if (born.Pid == 0)
                    {
                        Fail(container.Runtime.Explain(born.Run));
                        return;
                    }

                    _ = Kernel.TryUnlink(specPath); // read by now
                    exec.Spec = [];
                    exec.Streams.BeginInput();
                    AnswerPid(call, born.Pid, () => container.BeJoined(exec, born.Pid));
                });
            call.Expired = run.Abort;
        }
        catch (RuntimeException e)
        {
            Fail(e.Message);
        }
    }

    // The event goes first: a client that has the answer may already wait for what follows it.
    private static void AnswerPid(Call call, int pid, Action tell)
    {
        tell();
        MessageWriter answer = new();
        answer.WriteNumber(1, (uint)pid);
        call.Answer(answer);
    }

    private void Delete(Call call, TaskRequest request)
    {
        TaskProcess process = FindProcess(request, out TaskContainer container);
        bool isRunning = process.IsStarting || process.Status is TaskStatus.Running or TaskStatus.Paused or TaskStatus.Pausing;
        if (isRunning || process.IsDeleting)
        {
            throw TaskFailure.Unknown(isRunning ? $"cannot delete a {Word(process.Status)} process" : "the process is being deleted");
        }

        process.IsDeleting = true;
        if (process != container.Init)
        {
            process.AwaitOutput(_supervisor, OutputMilliseconds, () => DeleteExec(call, container, process));
        }
        else if (process.Status == TaskStatus.Created)
        {
            container.IsDeleted = true;
            DeleteContainer(call, container, "--force");
        }
        else
        {
            process.AwaitOutput(_supervisor, OutputMilliseconds, () => DeleteContainer(call, container));
        }
    }

    private static void DeleteExec(Call call, TaskContainer container, TaskProcess exec)
    {
        exec.Streams?.Dispose();
        container.Execs.Remove(exec.Id);
        _ = Kernel.TryUnlink(PidPathOf(container, exec)); // a process that was not started has none
        call.Answer(exec.Deleted());
    }

    private void DeleteContainer(Call call, TaskContainer container, params string[] options)
    {
        TaskProcess init = container.Init;
        container.Runtime.ClearLog();
        try
        {
            var run = ProgramRun.Start(_supervisor, container.Runtime.Call(["delete", .. options]), null, result =>
            {
                string reason = result.Status == 0 ? "" : container.Runtime.Explain(result);
                if (reason.Length > 0 && !reason.Contains("does not exist", StringComparison.Ordinal))
                {
                    init.IsDeleting = container.IsDeleted = false;
                    Refuse(call, "", reason);
                    return;
                }

                container.Dispose();
                _containers.Remove(container.Id);
                RootMount.UnmountAll(container.Files.RootfsPath);
                _events.Deleted(container.Id, init.Pid, init.EndOrNone);
                call.Answer(init.Deleted());
            });
            call.Expired = run.Abort;
        }
        catch (KernelException)
        {
            init.IsDeleting = container.IsDeleted = false;
            throw;
        }
    }

    private static string PidPathOf(TaskContainer container, TaskProcess exec)
    {
        return container.Runtime.Bundle + "/" + exec.Id + ".pid";
    }
}
