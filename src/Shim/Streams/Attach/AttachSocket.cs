using System;
using System.Collections.Generic;
using System.Globalization;

using Runtime.Shim.Loop;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Shim.Streams;

/// <summary>Where clients attach: packets of output go to all of them, and what they send is the process's input.</summary>
internal sealed class AttachSocket : IDisposable
{
    private const int Backlog = 10;

    private readonly EventLoop _loop;
    private readonly string _path;
    private readonly Descriptor _socket;
    private readonly Watch _watch;
    private readonly List<AttachClient> _clients = [];
    private bool _isClosed;

    /// <param name="loop">Waits for clients.</param>
    /// <param name="folder">Where <c>attach</c> is made.</param>
    /// <param name="endsInput">Whether a client that has nothing more to send ends the process's input.</param>
    public AttachSocket(EventLoop loop, string folder, bool endsInput)
    {
        _loop = loop;
        _path = folder + "/attach";
        EndsInput = endsInput;
        _ = Kernel.TryUnlink(_path); // of a process before this one
        _socket = Kernel.Socket(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK);
        Kernel.FChMod(_socket.Number, 0x1c0); // 0700
        using Descriptor directory = Kernel.Open(folder, O_PATH | O_DIRECTORY);
        Kernel.Bind(_socket.Number, string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{directory.Number}/attach")); // a folder's path is too long for a socket's
        Kernel.Listen(_socket.Number, Backlog);
        _watch = loop.Add(_socket.Number, EPOLLIN, _ => Accept());
    }

    /// <summary>Called when no client is behind any more.</summary>
    public event Action? Drained;

    internal bool EndsInput { get; }

    /// <summary>Whether a client has not taken yet what it was sent.</summary>
    public bool IsFull => _clients.Exists(client => client.IsBehind);

    /// <summary>Null: nothing reads what clients send.</summary>
    public DescriptorSink? Input { get; private set; }

    /// <summary>Whether the process is there, and so may be sent input, or none will ever be.</summary>
    public bool IsOpen { get; private set; }

    public void Open(DescriptorSink? input)
    {
        Input = input;
        IsOpen = true;
        foreach (AttachClient client in _clients)
        {
            client.Resume();
        }

        if (input is not null)
        {
            input.Drained += () => _clients.ForEach(client => client.Resume());
        }
    }

    public void Send(byte stream, ReadOnlySpan<byte> bytes)
    {
        // Who connected before this was written must get it, though the loop may tell of the output, or of the end, first. Of a client that cannot be taken it will tell.
        _ = TakeWaiting();
        for (int i = _clients.Count - 1; i >= 0; i--)
        {
            _clients[i].Send(stream, bytes);
        }
    }

    /// <summary>Tells every client that this is the end.</summary>
    public void Dispose()
    {
        if (_isClosed)
        {
            return;
        }

        _isClosed = true;
        _ = TakeWaiting(); // for them too it is an end, not a broken connection
        for (int i = _clients.Count - 1; i >= 0; i--)
        {
            _clients[i].Dispose();
        }

        _watch.Dispose();
        _socket.Dispose();
        _ = Kernel.TryUnlink(_path); // the caller may have removed the folder
    }

    internal void Forget(AttachClient client)
    {
        _clients.Remove(client);
        TellDrained();
    }

    internal void TellDrained()
    {
        if (!IsFull)
        {
            Drained?.Invoke();
        }
    }

    private void Accept()
    {
        int errno = -TakeWaiting();
        if (errno is not (Errno.EAGAIN or Errno.ECONNABORTED))
        {
            throw new KernelException("accepting a client at " + Quoted.Text(_path), errno);
        }
    }

    /// <returns>Why there are no more; below 0.</returns>
    private int TakeWaiting()
    {
        int accepted;
        while ((accepted = Kernel.TryAccept4(_socket.Number, SOCK_NONBLOCK)) >= 0)
        {
            _clients.Add(new AttachClient(_loop, this, new Descriptor(accepted)));
        }

        return accepted;
    }
}
