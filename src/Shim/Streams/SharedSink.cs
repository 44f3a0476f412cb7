using System;

namespace Runtime.Shim.Streams;

/// <summary>Several streams into one sink, which ends with the last of them.</summary>
internal sealed class SharedSink : Sink
{
    private readonly Sink _sink;
    private int _streams;

    public SharedSink(Sink sink, int streams)
    {
        _sink = sink;
        _streams = streams;
        sink.Drained += TellDrained;
    }

    public override bool IsFull => _sink.IsFull;

    public override void Write(ReadOnlySpan<byte> bytes)
    {
        _sink.Write(bytes);
    }

    public override void End()
    {
        if (--_streams == 0)
        {
            _sink.End();
        }
    }

    public override void Close()
    {
        _sink.Close();
    }
}
