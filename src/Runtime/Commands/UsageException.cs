using Runtime.Syscalls;

namespace Runtime.Commands;

/// <summary>The command line asks for something that is not there, or in a form that cannot be read.</summary>
internal sealed class UsageException(string message) : RuntimeException(message)
{
    /// <summary>What standard output gets beside the message: callers of runc expect the help there.</summary>
    public string Help { get; init; } = "";
}
