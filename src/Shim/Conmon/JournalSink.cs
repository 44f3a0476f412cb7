using System;

using Runtime.Shim.Streams;

namespace Runtime.Shim.Conmon;

/// <summary>One stream as entries of the journal, a line each. A line that is not whole yet waits for its end as long as it is short.</summary>
internal sealed class JournalSink : Sink
{
    private const int LongestPart = 8191;

    private readonly Journal _journal;
    private readonly JournalFields _fields;
    private readonly int _priority;
    private readonly byte[] _part = new byte[LongestPart];
    private int _length;

    public JournalSink(Journal journal, JournalFields fields, int priority)
    {
        _journal = journal;
        _fields = fields;
        _priority = priority;
        journal.Drained += TellDrained;
    }

    public override bool IsFull => _journal.IsFull;

    public override void Write(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            int end = bytes.IndexOf((byte)'\n') + 1;
            int taken = Math.Min(end == 0 ? bytes.Length : end, LongestPart - _length);
            bytes[..taken].CopyTo(_part.AsSpan(_length));
            _length += taken;
            bytes = bytes[taken..];
            bool isWhole = _part[_length - 1] == '\n';
            if (isWhole || _length == LongestPart)
            {
                Send(isPartial: !isWhole);
            }
        }
    }

    /// <summary>Nobody will ever end the line.</summary>
    public override void End()
    {
        if (_length > 0)
        {
            Send(isPartial: true);
        }
    }

    public override void Close()
    {
        _length = 0;
        _journal.Close();
    }

    private void Send(bool isPartial)
    {
        byte[] entry = _fields.Entry(_part.AsSpan(0, _length), _priority, isPartial);
        _length = 0;
        _journal.Send(entry);
    }
}
