using System;

using Runtime.Shim.Streams;

namespace Runtime.Shim.Conmon;

/// <summary>
/// Standard error, which a container's process has from its runtime: until that has ended, what is written may be the reason of its failure, so it is kept;
/// then it goes where the container's output goes.
/// </summary>
internal sealed class HeldSink : Sink
{
    private const int LongestHeld = 1 << 20;

    private readonly Sink _sink;
    private byte[] _held = [];
    private bool _isReleased;
    private bool _hasEnded;

    public HeldSink(Sink sink)
    {
        _sink = sink;
        sink.Drained += TellDrained;
    }

    public override bool IsFull => _isReleased ? _sink.IsFull : _held.Length > LongestHeld;

    public ReadOnlySpan<byte> Held => _held;

    public void Release()
    {
        _isReleased = true;
        if (_held.Length > 0)
        {
            _sink.Write(_held);
            _held = [];
        }

        if (_hasEnded)
        {
            _sink.End();
        }

        TellDrained();
    }

    public override void Write(ReadOnlySpan<byte> bytes)
    {
        if (_isReleased)
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
        if (_isReleased)
        {
            _sink.End();
        }
    }

    public override void Close()
    {
        _sink.Close();
    }
}
