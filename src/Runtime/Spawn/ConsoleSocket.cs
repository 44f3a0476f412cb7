using System;

using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Spawn;

/// <summary>Where init sends the master of a terminal: to the caller's socket (runc's console socket protocol), or to this process.</summary>
internal sealed class ConsoleSocket : IDisposable
{
    private readonly Descriptor _init;
    private readonly Descriptor? _own;

    private ConsoleSocket(Descriptor init, Descriptor? own)
    {
        _init = init;
        _own = own;
    }

    /// <summary>What init inherits.</summary>
    public Descriptor InitEnd => _init;

    /// <param name="path">Of the caller's socket; null: the terminal is for this process.</param>
    public static ConsoleSocket Open(string? path)
    {
        if (path is null)
        {
            Kernel.Socketpair(SOCK_STREAM | SOCK_CLOEXEC, out Descriptor own, out Descriptor init);
            return new ConsoleSocket(init, own);
        }

        Descriptor socket = Kernel.Socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC);
        Kernel.Connect(socket.Number, path);
        return new ConsoleSocket(socket, null);
    }

    /// <summary>The master that init sent.</summary>
    public Descriptor ReceiveMaster()
    {
        Descriptor own = _own ?? throw new InvalidOperationException("the terminal went to the caller");
        Span<byte> name = stackalloc byte[64];
        _ = Kernel.ReceiveDescriptor(own.Number, name, out Descriptor? master);
        return master ?? throw new LaunchException("receiving the terminal: the init sent none");
    }

    public void Dispose()
    {
        _init.Dispose();
        _own?.Dispose();
    }
}
