using System;
using System.Collections.Generic;

using Runtime.Shim.Death;
using Runtime.Shim.Loop;
using Runtime.Shim.Wire;
using Runtime.Syscalls;

namespace Runtime.Shim.Task;

/// <summary>A process that a client has asked for: a container's first, or one that joined it.</summary>
/// <param name="id">Of the container, or of the process.</param>
/// <param name="paths">Of its streams.</param>
internal sealed class TaskProcess(string id, StreamPaths paths)
{
    private const long ZeroTime = -62135596800; // the first of January of year 1, Go's "not yet"

    private readonly List<Call> _waiting = [];

    public string Id { get; } = id;

    public StreamPaths Paths { get; } = paths;

    public int Pid { get; set; }

    public TaskStatus Status { get; set; } = TaskStatus.Created;

    public TaskStreams? Streams { get; set; }

    /// <summary>Whether the runtime is starting it: its end, if it comes meanwhile, is told after its start.</summary>
    public bool IsStarting { get; set; }

    /// <summary>Whether a client has asked to forget it.</summary>
    public bool IsDeleting { get; set; }

    /// <summary>What is to be executed, as JSON, until it is.</summary>
    public byte[] Spec { get; set; } = [];

    /// <summary>Null while it has not ended.</summary>
    public ProcessEnd? End { get; set; }

    /// <summary>What a client is told of one that never ran: status 0 at no time.</summary>
    public ProcessEnd EndOrNone => End ?? new ProcessEnd(0, new timespec { tv_sec = ZeroTime });

    /// <summary>Answers when the process has ended.</summary>
    public void Wait(Call call)
    {
        if (End is not null)
        {
            AnswerWait(call);
            return;
        }

        _waiting.RemoveAll(waiting => waiting.IsOver);
        _waiting.Add(call);
    }

    public void AnswerWaiting()
    {
        foreach (Call call in _waiting)
        {
            AnswerWait(call);
        }

        _waiting.Clear();
    }

    public MessageWriter State(string bundle, TaskStatus status)
    {
        MessageWriter state = new();
        state.WriteText(1, Id);
        state.WriteText(2, bundle);
        state.WriteNumber(3, (uint)Pid);
        state.WriteNumber(4, (ulong)status);
        state.WriteText(5, Paths.Input);
        state.WriteText(6, Paths.Output);
        state.WriteText(7, Paths.Error);
        state.WriteBoolean(8, Paths.IsTerminal);
        state.WriteNumber(9, (uint)EndOrNone.Status);
        state.WriteTime(10, EndOrNone.Time);
        return state;
    }

    /// <summary>The answer of Delete: pid, status, time.</summary>
    public MessageWriter Deleted()
    {
        MessageWriter answer = new();
        answer.WriteNumber(1, (uint)Pid);
        answer.WriteNumber(2, (uint)EndOrNone.Status);
        answer.WriteTime(3, EndOrNone.Time);
        return answer;
    }

    /// <summary>Calls when all output has reached the client, or the time is over.</summary>
    public void AwaitOutput(Supervisor supervisor, int milliseconds, Action drained)
    {
        if (Streams is null or { Process.HasDrained: true })
        {
            drained();
            return;
        }

        bool isDone = false;
        Alarm? limit = null;
        limit = supervisor.Loop.After(milliseconds, Once);
        Streams.Process.Drained += Once;
        void Once()
        {
            if (!isDone)
            {
                isDone = true;
                limit?.Dispose();
                supervisor.Loop.Post(drained);
            }
        }
    }

    private void AnswerWait(Call call)
    {
        MessageWriter answer = new();
        answer.WriteNumber(1, (uint)EndOrNone.Status);
        answer.WriteTime(2, EndOrNone.Time);
        call.Answer(answer);
    }
}

/// <summary>containerd.v1.types.Status.</summary>
internal enum TaskStatus
{
    Created = 1,
    Running = 2,
    Stopped = 3,
    Paused = 4,
    Pausing = 5,
}
