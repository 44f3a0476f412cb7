using System;

using Runtime.Shim.Loop;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Shim.Wire;

/// <summary>Takes the connections of a ttrpc socket, from this user only.</summary>
internal sealed class Server : IDisposable
{
    private readonly EventLoop _loop;
    private readonly Descriptor _listening;
    private readonly Action<Call> _called;
    private readonly Watch _watch;

    /// <param name="loop">Waits for clients.</param>
    /// <param name="listening">Becomes the server's.</param>
    /// <param name="called">Gets every request; throws what is answered as an error.</param>
    public Server(EventLoop loop, Descriptor listening, Action<Call> called)
    {
        _loop = loop;
        _listening = listening;
        _called = called;
        Kernel.Fcntl(listening.Number, F_SETFL, O_NONBLOCK);
        _watch = loop.Add(listening.Number, EPOLLIN, _ => Accept());
    }

    public void Dispose()
    {
        _watch.Dispose();
        _listening.Dispose();
    }

    private void Accept()
    {
        int accepted = Kernel.TryAccept4(_listening.Number, SOCK_NONBLOCK);
        if (accepted < 0)
        {
            return; // the client has left again
        }

        Descriptor socket = new(accepted);
        ucred peer = Kernel.PeerCredentials(accepted);
        if (peer.uid != Kernel.GetEuid() || peer.gid != Kernel.GetEgid())
        {
            socket.Dispose();
            return;
        }

        _ = new ServerConnection(_loop, socket, _called);
    }
}
