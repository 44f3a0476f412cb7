using System;

using Runtime.Shim.Loop;
using Runtime.Shim.Streams;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Shim.Wire;

/// <summary>A client with one connection and one call at a time.</summary>
internal sealed class Client
{
    private const long NanosecondsPerMillisecond = 1_000_000;

    private readonly EventLoop _loop;
    private readonly string _path;
    private Descriptor? _socket;
    private DescriptorSink? _requests;
    private FrameReader _frames = new();
    private Watch? _watch;
    private Alarm? _limit;
    private uint _stream;
    private Action<bool>? _answered;

    public Client(EventLoop loop, string path)
    {
        _loop = loop;
        _path = path;
    }

    /// <param name="service">Full name.</param>
    /// <param name="method">Of it.</param>
    /// <param name="payload">The request.</param>
    /// <param name="contextNamespace">Sent along as metadata.</param>
    /// <param name="milliseconds">How long it may take.</param>
    /// <param name="answered">Called once, with whether it was answered without an error of the transport.</param>
    public void Call(string service, string method, ReadOnlySpan<byte> payload, string contextNamespace, int milliseconds, Action<bool> answered)
    {
        MessageWriter request = new();
        request.WriteText(1, service);
        request.WriteText(2, method);
        request.WriteBytes(3, payload);
        request.WriteNumber(4, (ulong)(milliseconds * NanosecondsPerMillisecond));
        int pair = request.Begin(5);
        request.WriteText(1, "containerd-namespace-ttrpc");
        request.WriteText(2, contextNamespace);
        request.End(pair);
        _answered = answered;
        _limit = _loop.After(milliseconds, () => Fail());
        if (!Connect())
        {
            _loop.Post(Fail);
            return;
        }

        _stream += _stream == 0 ? 1U : 2;
        _requests!.Write(Frame.Bytes(_stream, Frame.Request, request.Bytes));
    }

    private bool Connect()
    {
        if (_socket is not null)
        {
            return true;
        }

        Descriptor socket = Kernel.Socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK);
        if (Kernel.TryConnect(socket.Number, _path) < 0)
        {
            socket.Dispose(); // containerd is away
            return false;
        }

        _socket = socket;
        _frames = new FrameReader();
        _stream = 0;
        _requests = new DescriptorSink(_loop, Kernel.Dup(socket.Number));
        _watch = _loop.Add(socket.Number, EPOLLIN, _ => Read());
        return true;
    }

    private void Read()
    {
        int count = Kernel.TryReceive(_socket!.Number, _frames.Free, MSG_DONTWAIT);
        if (count <= 0)
        {
            if (count != -Errno.EAGAIN)
            {
                Fail();
            }

            return;
        }

        _frames.Advance(count);
        while (_socket is not null && _frames.Next() is Frame frame)
        {
            if (frame.Type == Frame.Response && frame.Stream == _stream)
            {
                Tell(true);
            }
        }
    }

    private void Fail()
    {
        _watch?.Dispose();
        _watch = null;
        _requests?.Close();
        _requests = null;
        _socket?.Dispose();
        _socket = null;
        Tell(false);
    }

    private void Tell(bool wasAnswered)
    {
        _limit?.Dispose();
        Action<bool>? answered = _answered;
        _answered = null;
        answered?.Invoke(wasAnswered);
    }
}
