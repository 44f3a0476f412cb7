using System;

using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Spawn;

/// <summary>The program at <c>linux.seccomp.listenerPath</c>, which answers for the kernel where a rule notifies.</summary>
internal static class SeccompAgent
{
    /// <summary>Hands it the listener of a filter: one connection and one message for each process.</summary>
    /// <param name="path">Of its socket.</param>
    /// <param name="listener">What the kernel notifies through.</param>
    /// <param name="process">The state of the process, in JSON.</param>
    public static void Send(string path, Descriptor listener, ReadOnlySpan<byte> process)
    {
        using Descriptor socket = Kernel.Socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC);
        int result = Kernel.TryConnect(socket.Number, path);
        if (result < 0)
        {
            throw new KernelException($"sending the seccomp listener: failed to connect with seccomp agent {Quoted.Text(path)}", -result);
        }

        Kernel.SendDescriptor(socket.Number, listener.Number, process);
    }
}
