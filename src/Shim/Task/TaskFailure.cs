using Runtime.Shim.Wire;
using Runtime.Syscalls;

namespace Runtime.Shim.Task;

/// <summary>A request that cannot be done, with the code by which containerd knows its kind; the messages are those of containerd's own shim, on which callers match.</summary>
internal sealed class TaskFailure(StatusCode code, string message) : RuntimeException(message)
{
    public StatusCode Code { get; } = code;

    public static TaskFailure NoContainer() => new(StatusCode.NotFound, "container not created: not found");

    public static TaskFailure NoProcess(string id) => new(StatusCode.NotFound, $"process does not exist {id}: not found");

    public static TaskFailure Finished() => new(StatusCode.NotFound, "process already finished: not found");

    public static TaskFailure Exists(string id) => new(StatusCode.AlreadyExists, $"id {id}: already exists");

    public static TaskFailure Precondition(string message) => new(StatusCode.FailedPrecondition, message + ": failed precondition");

    public static TaskFailure Unknown(string message) => new(StatusCode.Unknown, message);
}
