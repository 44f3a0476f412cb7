using System;
using System.Collections.Generic;

using Runtime.Shim.Birth;
using Runtime.Shim.Wire;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Shim.Task;

/// <summary>
/// Tells containerd what has happened, in order and each once it can: while containerd is away, events wait. Over its ttrpc socket, or where it has none by running
/// containerd's own <c>publish</c>.
/// </summary>
internal sealed class EventPublisher
{
    private const string Service = "containerd.services.events.ttrpc.v1.Events";
    private const int CallMilliseconds = 5000;
    private const int FirstRetryMilliseconds = 100;
    private const int LongestRetryMilliseconds = 5000;
    private const int MostWaiting = 2048; // then the oldest are of no use to anybody

    private readonly Supervisor _supervisor;
    private readonly ShimOptions _options;
    private readonly Client? _client;
    private readonly Queue<Event> _waiting = new();
    private bool _isSending;
    private int _retryMilliseconds = FirstRetryMilliseconds;
    private Action? _flushed;

    public EventPublisher(Supervisor supervisor, ShimOptions options)
    {
        _supervisor = supervisor;
        _options = options;
        string? address = OwnEnvironment.Value("TTRPC_ADDRESS");
        _client = address is null ? null : new Client(supervisor.Loop, address);
    }

    public void Publish(string topic, string type, MessageWriter message)
    {
        if (_waiting.Count >= MostWaiting)
        {
            _ = _waiting.Dequeue();
            _supervisor.Warn("containerd has been away for so long that an event is given up");
        }

        _waiting.Enqueue(new Event(topic, type, message.Bytes.ToArray(), Kernel.ClockGetTime(CLOCK_REALTIME)));
        Send();
    }

    /// <summary>Calls when everything was told, or the time is over.</summary>
    public void Flush(int milliseconds, Action flushed)
    {
        if (_waiting.Count == 0)
        {
            flushed();
            return;
        }

        _flushed = flushed;
        _ = _supervisor.Loop.After(milliseconds, TellFlushed);
    }

    private void Send()
    {
        if (_isSending)
        {
            return;
        }

        if (_waiting.Count == 0)
        {
            TellFlushed();
            return;
        }

        _isSending = true;
        Event next = _waiting.Peek();
        if (_client is not null)
        {
            _client.Call(Service, "Forward", Envelope(next), _options.Namespace, CallMilliseconds, Sent);
        }
        else
        {
            Run(next);
        }
    }

    private void Run(Event next)
    {
        MessageWriter any = new();
        any.WriteText(1, next.Type);
        any.WriteBytes(2, next.Message);
        try
        {
            ProgramCall call = new(
                _options.PublishBinary,
                [_options.PublishBinary, "--address", _options.Address, "publish", "--topic", next.Topic, "--namespace", _options.Namespace])
            {
                Input = any.Bytes.ToArray(),
                Milliseconds = CallMilliseconds,
            };
            ProgramRun.Start(_supervisor, call, null, result => Sent(result.Status == 0));
        }
        catch (KernelException e)
        {
            _supervisor.Warn(e.Message);
            Sent(false);
        }
    }

    private byte[] Envelope(Event next)
    {
        MessageWriter request = new();
        int envelope = request.Begin(1);
        request.WriteTime(1, next.Time);
        request.WriteText(2, _options.Namespace);
        request.WriteText(3, next.Topic);
        request.WriteAny(4, next.Type, next.Message);
        request.End(envelope);
        return request.Bytes.ToArray();
    }

    private void Sent(bool wasTaken)
    {
        if (!wasTaken)
        {
            _ = _supervisor.Loop.After(_retryMilliseconds, Retry);
            _retryMilliseconds = Math.Min(_retryMilliseconds * 2, LongestRetryMilliseconds);
            return;
        }

        _isSending = false;
        _retryMilliseconds = FirstRetryMilliseconds;
        _ = _waiting.TryDequeue(out _);
        Send();
    }

    private void Retry()
    {
        _isSending = false;
        Send();
    }

    private void TellFlushed()
    {
        Action? flushed = _flushed;
        _flushed = null;
        flushed?.Invoke();
    }

    private sealed record Event(string Topic, string Type, byte[] Message, timespec Time);
}
