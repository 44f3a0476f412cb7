using System;
using System.Collections.Generic;

using Runtime.Shim.Loop;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Shim.Conmon;

/// <summary>systemd-journald's socket of its native protocol: one datagram for each entry.</summary>
internal sealed class Journal
{
    public const string SystemSocket = "/run/systemd/journal/socket";
    private const int RetryMilliseconds = 20;

    private readonly EventLoop _loop;
    private readonly string _path;
    private readonly Queue<byte[]> _unsent = new();
    private Descriptor? _socket;

    public Journal(EventLoop loop, string path)
    {
        _loop = loop;
        _path = path;
        Connect();
    }

    /// <summary>Called when it is no longer full.</summary>
    public event Action? Drained;

    /// <summary>Whether journald is behind: what it has no room for is kept.</summary>
    public bool IsFull => _unsent.Count > 0;

    /// <exception cref="KernelException">Nobody listens.</exception>
    public void Send(byte[] entry)
    {
        if (IsFull || !TrySend(entry))
        {
            _unsent.Enqueue(entry);
            if (_unsent.Count == 1)
            {
                _ = _loop.After(RetryMilliseconds, Flush);
            }
        }
    }

    /// <summary>Without waiting: what journald has no room for at the end of all is lost.</summary>
    public void Close()
    {
        _socket?.Dispose();
        _socket = null;
        _unsent.Clear();
    }

    private void Flush()
    {
        while (_unsent.TryPeek(out byte[]? entry))
        {
            if (!TrySend(entry))
            {
                _ = _loop.After(RetryMilliseconds, Flush);
                return;
            }

            _unsent.Dequeue();
        }

        Drained?.Invoke();
    }

    /// <returns>False: not now.</returns>
    private bool TrySend(byte[] entry)
    {
        int result = _socket is null ? -Errno.ENOTCONN : Kernel.TrySend(_socket.Number, entry);
        if (result is -Errno.ECONNREFUSED or -Errno.ENOTCONN or -Errno.ECONNRESET)
        {
            Connect(); // journald was restarted: its socket is another one
            result = Kernel.TrySend(_socket!.Number, entry);
        }

        return result switch
        {
            >= 0 => true,
            -Errno.EAGAIN => false,
            _ => throw new KernelException("sending to the journal", -result),
        };
    }

    private void Connect()
    {
        _socket?.Dispose();
        _socket = null;
        Descriptor socket = Kernel.Socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK);
        try
        {
            Kernel.Connect(socket.Number, _path);
            _socket = socket;
        }
        catch (KernelException)
        {
            socket.Dispose();
            throw;
        }
    }
}
