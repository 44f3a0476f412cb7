using System;

using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Spawn;

/// <summary>Hands a pidfd of a new process to the caller's socket, in one message (runc's pidfd socket protocol).</summary>
internal static class PidfdSocket
{
    /// <param name="path">Of the caller's socket.</param>
    /// <param name="pidfd">Of the process.</param>
    /// <param name="kind"><c>standard</c> for a container's first process, <c>setns</c> for a further one.</param>
    public static void Send(string path, Descriptor pidfd, ReadOnlySpan<byte> kind)
    {
        using Descriptor socket = Kernel.Socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC);
        Kernel.Connect(socket.Number, path);
        Kernel.SendDescriptor(socket.Number, pidfd.Number, kind);
    }
}
