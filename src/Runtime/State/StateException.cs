using Runtime.Syscalls;

namespace Runtime.State;

/// <summary>The container is not in the state the command needs, or there is none; callers of runc match on these messages.</summary>
/// <param name="code">For programs: the <c>code</c> of the JSON log.</param>
/// <param name="message">For people, and for programs written for runc.</param>
internal sealed class StateException(string code, string message) : RuntimeException(message)
{
    public string Code { get; } = code;

    public static StateException Missing() => new("container-does-not-exist", "container does not exist");

    public static StateException Exists() => new("container-exists", "container with given ID already exists");

    public static StateException NoCgroup() => new("container-has-no-cgroup", "container has no cgroup");

    public static StateException NotRunning() => new("container-not-running", "container not running");
}
