using System;

using Runtime.Shim.Loop;

namespace Runtime.Shim.Wire;

/// <summary>A request, and the one answer it gets.</summary>
internal sealed class Call
{
    private const long NanosecondsPerMillisecond = 1_000_000;

    private readonly ServerConnection _connection;
    private readonly EventLoop _loop;
    private readonly uint _stream;
    private Alarm? _deadline;
    private bool _isAnswered;

    public Call(ServerConnection connection, EventLoop loop, uint stream)
    {
        _connection = connection;
        _loop = loop;
        _stream = stream;
    }

    public string Service { get; private set; } = "";

    public string Method { get; private set; } = "";

    public byte[] Payload { get; private set; } = [];

    /// <summary>Called when the time of the request is over before it was answered.</summary>
    public Action? Expired { get; set; }

    /// <summary>Whether an answer would reach nobody.</summary>
    public bool IsOver => _isAnswered || _connection.IsClosed;

    public void Read(ReadOnlySpan<byte> request)
    {
        long timeout = 0;
        MessageReader reader = new(request);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    Service = reader.Text;
                    break;
                case 2:
                    Method = reader.Text;
                    break;
                case 3:
                    Payload = reader.Bytes.ToArray();
                    break;
                case 4:
                    timeout = (long)reader.Number;
                    break;
                default:
                    break; // metadata
            }
        }

        if (timeout > 0)
        {
            _deadline = _loop.After((int)Math.Min((timeout / NanosecondsPerMillisecond) + 1, int.MaxValue), Expire);
        }
    }

    /// <summary>Answers with a message; an empty one is an empty frame.</summary>
    public void Answer(MessageWriter? message = null)
    {
        MessageWriter response = new();
        if (message is { Bytes.Length: > 0 })
        {
            response.WriteBytes(2, message.Bytes);
        }

        Send(response);
    }

    public void Fail(StatusCode code, string message)
    {
        MessageWriter response = new();
        int status = response.Begin(1);
        response.WriteNumber(1, (ulong)code);
        response.WriteText(2, message);
        response.End(status);
        Send(response);
    }

    private void Send(MessageWriter response)
    {
        if (!_isAnswered)
        {
            _isAnswered = true;
            _deadline?.Dispose();
            _connection.Send(_stream, response.Bytes);
        }
    }

    private void Expire()
    {
        if (!_isAnswered)
        {
            Fail(StatusCode.DeadlineExceeded, "context deadline exceeded");
            Expired?.Invoke();
        }
    }
}
