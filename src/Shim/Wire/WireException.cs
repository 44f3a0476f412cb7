using Runtime.Syscalls;

namespace Runtime.Shim.Wire;

/// <summary>A message is not what it should be: the sender's fault.</summary>
internal sealed class WireException(string message) : RuntimeException(message);
