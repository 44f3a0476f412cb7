using Runtime.Syscalls;

namespace Runtime.Shim;

/// <summary>The command line cannot be read, or asks for what is not there.</summary>
internal sealed class UsageException(string message) : RuntimeException(message);
