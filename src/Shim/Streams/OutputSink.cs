using System;

namespace Runtime.Shim.Streams;

/// <summary>One stream of the process: first to the logs, then to whoever is attached.</summary>
internal sealed class OutputSink : Sink
{
    private readonly Sink[] _logs;
    private readonly AttachSocket? _attach;
    private readonly byte _stream;

    /// <param name="logs">All of them get everything.</param>
    /// <param name="attach">Null: nobody can attach.</param>
    /// <param name="stream">2 is standard output, 3 standard error.</param>
    public OutputSink(Sink[] logs, AttachSocket? attach, byte stream)
    {
        _logs = logs;
        _attach = attach;
        _stream = stream;
        foreach (Sink log in logs)
        {
            log.Drained += TellDrained;
        }

        if (attach is not null)
        {
            attach.Drained += TellDrained;
        }
    }

    public override bool IsFull => _attach is { IsFull: true } || Array.Exists(_logs, log => log.IsFull);

    public override void Write(ReadOnlySpan<byte> bytes)
    {
        foreach (Sink log in _logs)
        {
            log.Write(bytes);
        }

        _attach?.Send(_stream, bytes);
    }

    /// <summary>Clients stay attached: the other stream may go on.</summary>
    public override void End()
    {
        foreach (Sink log in _logs)
        {
            log.End();
        }
    }

    public override void Close()
    {
        foreach (Sink log in _logs)
        {
            log.Close();
        }
    }
}
