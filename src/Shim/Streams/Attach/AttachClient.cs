using System;
using System.Collections.Generic;

using Runtime.Shim.Loop;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Shim.Streams;

/// <summary>One attached client. It may be slow: then the process waits. It may go at any moment: then the process does not notice.</summary>
internal sealed class AttachClient : IDisposable
{
    private const int LongestPacket = 8192;
    private const int LongestInput = 32768;

    private static readonly byte[] s_packet = new byte[LongestPacket + 1];
    private static readonly byte[] s_input = new byte[LongestInput];

    private readonly EventLoop _loop;
    private readonly AttachSocket _owner;
    private readonly Descriptor _socket;
    private readonly Queue<byte[]> _unsent = new();
    private Watch? _watch;
    private bool _hasSentAll; // by the client
    private bool _isClosed;

    public AttachClient(EventLoop loop, AttachSocket owner, Descriptor socket)
    {
        _loop = loop;
        _owner = owner;
        _socket = socket;
        Resume();
    }

    public bool IsBehind => _unsent.Count > 0;

    public void Send(byte stream, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty && !_isClosed)
        {
            int length = Math.Min(bytes.Length, LongestPacket);
            s_packet[0] = stream;
            bytes[..length].CopyTo(s_packet.AsSpan(1));
            bytes = bytes[length..];
            ReadOnlySpan<byte> packet = s_packet.AsSpan(0, length + 1);
            if (IsBehind || !TrySend(packet))
            {
                _unsent.Enqueue(packet.ToArray());
            }
        }

        if (IsBehind)
        {
            Resume();
        }
    }

    /// <summary>Waits for what it may wait for now.</summary>
    public void Resume()
    {
        if (_isClosed)
        {
            return;
        }

        bool mayRead = !_hasSentAll && _owner is { IsOpen: true, Input: null or { IsFull: false } };
        if (!mayRead && !_hasSentAll && !IsBehind)
        {
            // Not merely without events: epoll(7) reports a hang-up whether it is asked for or not, and what was sent before it is still to be read.
            _watch?.Dispose();
            _watch = null;
            return;
        }

        uint events = (mayRead ? EPOLLIN : 0) | (IsBehind ? EPOLLOUT : 0);
        if (_watch is null)
        {
            _watch = _loop.Add(_socket.Number, events, Handle);
        }
        else
        {
            _watch.Change(events);
        }
    }

    public void Dispose()
    {
        if (!_isClosed)
        {
            _isClosed = true;
            _unsent.Clear();
            _watch?.Dispose();
            _socket.Dispose();
            _owner.Forget(this);
        }
    }

    private void Handle(uint events)
    {
        if ((events & EPOLLIN) != 0)
        {
            Receive();
        }

        if ((events & (EPOLLHUP | EPOLLERR)) != 0 && (events & EPOLLIN) == 0)
        {
            EndInput();
            Dispose();
        }

        if (!_isClosed && IsBehind)
        {
            Flush();
        }
    }

    private void Receive()
    {
        int count = Kernel.TryReceive(_socket.Number, s_input);
        if (count > 0)
        {
            _owner.Input?.Write(s_input.AsSpan(0, count));
        }
        else if (count == 0)
        {
            EndInput();
        }
        else if (count != -Errno.EAGAIN)
        {
            EndInput();
            Dispose();
        }

        Resume();
    }

    private void EndInput()
    {
        if (!_hasSentAll)
        {
            _hasSentAll = true;
            if (_owner.EndsInput)
            {
                _owner.Input?.End();
            }
        }
    }

    private void Flush()
    {
        while (!_isClosed && _unsent.TryPeek(out byte[]? packet) && TrySend(packet))
        {
            if (!_isClosed)
            {
                _unsent.Dequeue();
            }
        }

        if (!IsBehind)
        {
            Resume();
            _owner.TellDrained();
        }
    }

    /// <returns>False: not now.</returns>
    private bool TrySend(ReadOnlySpan<byte> packet)
    {
        int result = Kernel.TrySend(_socket.Number, packet);
        if (result == -Errno.EAGAIN)
        {
            return false;
        }

        if (result < 0)
        {
            EndInput();
            Dispose();
        }

        return true;
    }
}
