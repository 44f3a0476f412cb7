using System;
using static Runtime.Syscalls.Flags;

namespace Runtime.Plan;

/// <summary>
/// The lowest numbers, as far as every architecture of the filter answers them alike, whatever their arguments are. Where the kernel reports
/// no other architecture, they need no look at the architecture: on x86-64, read, write, close, fstat and mmap are among them.
/// </summary>
internal sealed class SeccompFront(SeccompRules rules)
{
    private const uint NumberOffset = 0;

    private int _chain = -1;

    /// <summary>The first number that is answered later.</summary>
    public uint End { get; private set; } = uint.MaxValue;

    /// <summary>Takes another architecture into account.</summary>
    public void Narrow(ReadOnlySpan<SeccompNumbers.Range> ranges)
    {
        int chain = ranges[0].Chain;
        if (!rules.IsCertain(chain) || (_chain >= 0 && _chain != chain))
        {
            End = 0;
        }
        else if (ranges.Length > 1)
        {
            End = Math.Min(End, ranges[1].Start);
        }

        _chain = chain;
    }

    /// <summary>Writes it ahead of the rest of the filter, and returns its label.</summary>
    public int Write(BpfAssembler code, int rest)
    {
        int answer = code.Return(rules.CaseOf(rules.Last(_chain)).Verdict);
        return code.Load(NumberOffset, code.Branch(BPF_JGE, End, rest, answer));
    }
}
