using System;

using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Shim.Streams;

/// <summary>One stream of a container as lines of a log. A piece of output without a line feed at its end becomes a partial line: nothing waits in memory.</summary>
internal abstract class LogSink : Sink
{
    private readonly LogFile _log;

    protected LogSink(LogFile log)
    {
        _log = log;
        log.Drained += TellDrained;
    }

    public override bool IsFull => _log.IsFull;

    protected LogFile Log => _log;

    public override void Write(ReadOnlySpan<byte> bytes)
    {
        timespec now = Kernel.ClockGetTime(CLOCK_REALTIME);
        Span<byte> time = stackalloc byte[LogTime.Length];
        LogTime.Format(now, Kernel.UtcOffset(now.tv_sec), time);
        while (!bytes.IsEmpty)
        {
            int end = bytes.IndexOf((byte)'\n');
            bool isWhole = end >= 0;
            WriteLine(time, isWhole ? bytes[..end] : bytes, isWhole);
            bytes = isWhole ? bytes[(end + 1)..] : [];
        }

        _log.Flush();
    }

    /// <summary>The file is the log's, not one stream's.</summary>
    public override void End()
    {
        _log.Flush();
    }

    public override void Close()
    {
        _log.Flush();
    }

    protected abstract void WriteLine(ReadOnlySpan<byte> time, ReadOnlySpan<byte> text, bool isWhole);
}

/// <summary>The format of CRI, which kubelet and podman read: <c>TIME stdout F text</c>; P marks a partial line.</summary>
internal sealed class KubernetesLogSink : LogSink
{
    private const int TagLength = 2;
    private readonly byte[] _head;

    public KubernetesLogSink(LogFile log, ReadOnlySpan<byte> stream)
        : base(log)
    {
        _head = [.. new byte[LogTime.Length], (byte)' ', .. stream, (byte)' ', (byte)'F', (byte)' '];
    }

    protected override void WriteLine(ReadOnlySpan<byte> time, ReadOnlySpan<byte> text, bool isWhole)
    {
        time.CopyTo(_head);
        _head[^TagLength] = (byte)(isWhole ? 'F' : 'P');
        Log.Append(_head, text, "\n"u8);
    }
}

/// <summary>JSON lines, as Docker writes them: <c>{"log":"text\n","stream":"stdout","time":"TIME"}</c>.</summary>
internal sealed class JsonLogSink : LogSink
{
    private readonly byte[] _stream;
    private byte[] _escaped = new byte[256];

    public JsonLogSink(LogFile log, ReadOnlySpan<byte> stream)
        : base(log)
    {
        _stream = stream.ToArray();
    }

    protected override void WriteLine(ReadOnlySpan<byte> time, ReadOnlySpan<byte> text, bool isWhole)
    {
        int length = JsonEscape.Append(ref _escaped, 0, text);
        Log.Append(
            "{\"log\":\""u8,
            _escaped.AsSpan(0, length),
            [.. isWhole ? "\\n"u8 : [], .. "\",\"stream\":\""u8, .. _stream, .. "\",\"time\":\""u8, .. time, .. "\"}\n"u8]);
    }
}
