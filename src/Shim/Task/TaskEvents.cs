using System.Collections.Generic;

using Runtime.Shim.Death;
using Runtime.Shim.Wire;

namespace Runtime.Shim.Task;

/// <summary>The events of containerd.events, one method each.</summary>
internal sealed class TaskEvents(EventPublisher publisher)
{
    public void Created(string container, string bundle, IReadOnlyList<byte[]> rootfs, StreamPaths streams, int pid)
    {
        MessageWriter message = new();
        message.WriteText(1, container);
        message.WriteText(2, bundle);
        foreach (byte[] mount in rootfs)
        {
            message.WriteBytes(3, mount);
        }

        int io = message.Begin(4);
        message.WriteText(1, streams.Input);
        message.WriteText(2, streams.Output);
        message.WriteText(3, streams.Error);
        message.WriteBoolean(4, streams.IsTerminal);
        message.End(io);
        message.WriteNumber(6, (uint)pid);
        Publish("create", "TaskCreate", message);
    }

    public void Started(string container, int pid)
    {
        MessageWriter message = new();
        message.WriteText(1, container);
        message.WriteNumber(2, (uint)pid);
        Publish("start", "TaskStart", message);
    }

    public void Exited(string container, string process, int pid, ProcessEnd end)
    {
        MessageWriter message = new();
        message.WriteText(1, container);
        message.WriteText(2, process);
        message.WriteNumber(3, (uint)pid);
        message.WriteNumber(4, (uint)end.Status);
        message.WriteTime(5, end.Time);
        Publish("exit", "TaskExit", message);
    }

    public void Deleted(string container, int pid, ProcessEnd end)
    {
        MessageWriter message = new();
        message.WriteText(1, container);
        message.WriteNumber(2, (uint)pid);
        message.WriteNumber(3, (uint)end.Status);
        message.WriteTime(4, end.Time);
        Publish("delete", "TaskDelete", message);
    }

    public void OutOfMemory(string container)
    {
        PublishId("oom", "TaskOOM", container);
    }

    public void ExecAdded(string container, string process)
    {
        MessageWriter message = new();
        message.WriteText(1, container);
        message.WriteText(2, process);
        Publish("exec-added", "TaskExecAdded", message);
    }

    public void ExecStarted(string container, string process, int pid)
    {
        MessageWriter message = new();
        message.WriteText(1, container);
        message.WriteText(2, process);
        message.WriteNumber(3, (uint)pid);
        Publish("exec-started", "TaskExecStarted", message);
    }

    public void Paused(string container)
    {
        PublishId("paused", "TaskPaused", container);
    }

    public void Resumed(string container)
    {
        PublishId("resumed", "TaskResumed", container);
    }

    private void PublishId(string topic, string type, string container)
    {
        MessageWriter message = new();
        message.WriteText(1, container);
        Publish(topic, type, message);
    }

    private void Publish(string topic, string type, MessageWriter message)
    {
        publisher.Publish("/tasks/" + topic, "containerd.events." + type, message);
    }
}
