using System;

using Runtime.Shim.Loop;
using Runtime.Shim.Streams;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Shim.Wire;

/// <summary>One client. Its calls run side by side and are answered in any order; one that never reads its answers is told nothing more.</summary>
internal sealed class ServerConnection
{
    private const int MostUnread = 1 << 20;

    private readonly Descriptor _socket;
    private readonly Action<Call> _called;
    private readonly EventLoop _loop;
    private readonly FrameReader _frames = new();
    private readonly DescriptorSink _answers;
    private readonly Watch _watch;
    private uint _lastStream;
    private int _unread;

    public ServerConnection(EventLoop loop, Descriptor socket, Action<Call> called)
    {
        _loop = loop;
        _socket = socket;
        _called = called;
        _answers = new DescriptorSink(loop, Kernel.Dup(socket.Number));
        _answers.Drained += () => _unread = 0;
        _watch = loop.Add(socket.Number, EPOLLIN, _ => Read());
    }

    public bool IsClosed { get; private set; }

    internal void Send(uint stream, ReadOnlySpan<byte> response)
    {
        if (IsClosed)
        {
            return; // nobody waits for it any more
        }

        byte[] frame = Frame.Bytes(stream, Frame.Response, response);
        _unread += _answers.IsFull ? frame.Length : 0;
        if (_unread > MostUnread)
        {
            Close();
            return;
        }

        _answers.Write(frame);
    }

    private void Read()
    {
        int count = Kernel.TryReceive(_socket.Number, _frames.Free, MSG_DONTWAIT);
        if (count <= 0)
        {
            if (count != -Errno.EAGAIN)
            {
                Close();
            }

            return;
        }

        _frames.Advance(count);
        while (!IsClosed && _frames.Next() is Frame frame)
        {
            Take(frame);
        }
    }

    private void Take(Frame frame)
    {
        if (frame.Type != Frame.Request)
        {
            return; // unknown types are to be ignored
        }

        if (frame.Stream % 2 == 0 || frame.Stream <= _lastStream)
        {
            new Call(this, _loop, frame.Stream).Fail(StatusCode.InvalidArgument, "StreamID must be odd and larger than the one before");
            return;
        }

        _lastStream = frame.Stream;
        Call call = new(this, _loop, frame.Stream);
        if (frame.IsTooLong)
        {
            call.Fail(StatusCode.ResourceExhausted, "message length exceeds the maximum of 4194304");
            return;
        }

        try
        {
            call.Read(frame.Data);
            _called(call);
        }
        catch (WireException e)
        {
            call.Fail(StatusCode.InvalidArgument, e.Message);
        }
        catch (RuntimeException e)
        {
            call.Fail(StatusCode.Unknown, e.Message);
        }
        catch (Exception e)
        {
            call.Fail(StatusCode.Internal, e.ToString()); // a defect of this program; containers still depend on it
        }
    }

    private void Close()
    {
        if (!IsClosed)
        {
            IsClosed = true;
            _watch.Dispose();
            _socket.Dispose();
            _answers.Close();
        }
    }
}
