using System;

namespace Runtime.Shim.Streams;

/// <summary>
/// A stream that a container's process has from its runtime: until that has ended, what is written may be the reason of its failure, so it is kept;
/// then it goes where the container's output goes.
/// </summary>
internal sealed class HeldSink : Sink
{
    private const int LongestHeld = 1 << 20;

    private Sink? _sink;
    private byte[] _held = [];
    private bool _hasEnded;

    public override bool IsFull => _sink?.IsFull ?? _held.Length > LongestHeld;

    public ReadOnlySpan<byte> Held => _held;

    public byte[] Take()
    {
        byte[] held = _held;
        _held = [];
        TellDrained();
        return held;
    }

    /// <summary>Everything that is held, and all that comes, goes there.</summary>
    public void Release(Sink sink)
    {
        _sink = sink;
        sink.Drained += TellDrained;
        if (_held.Length > 0)
        {
            sink.Write(_held);
            _held = [];
        }

        if (_hasEnded)
        {
            sink.End();
        }

        TellDrained();
    }

    public override void Write(ReadOnlySpan<byte> bytes)
    {
        if (_sink is not null)
        {
            _sink.Write(bytes);
        }
        else
        {
            _held = [.. _held, .. bytes];
        }
    }

    public override void End()
    {
        _hasEnded = true;
        _sink?.End();
    }

    public override void Close()
    {
        _sink?.Close();
    }
}
