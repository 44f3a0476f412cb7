using System;
using Runtime.Config;
using Runtime.Syscalls;
using static Runtime.Syscalls.Flags;

namespace Runtime.Plan;

/// <summary>
/// Writes a filter from its last instruction to its first. Classic BPF can only jump forward, so whatever an instruction
/// leads to is written already: a label is the number of instructions from the one it names to the end of the program.
/// </summary>
internal sealed class BpfAssembler
{
    /// <summary>How far a conditional jump may skip, less one: an instruction may still come between the two.</summary>
    private const int MaxSkip = byte.MaxValue - 1;

    private const int ClassMask = 7;

    private sock_filter[] _code = new sock_filter[512];
    private (uint Verdict, int Label)[] _returns = new (uint, int)[8];
    private int _returnCount;

    /// <summary>The label of the instruction written last.</summary>
    public int Top { get; private set; }

    public sock_filter this[int label] => _code[^label];

    public int Return(uint verdict)
    {
        for (int i = 0; i < _returnCount; i++)
        {
            if (_returns[i].Verdict == verdict)
            {
                return _returns[i].Label = Near(_returns[i].Label);
            }
        }

        if (_returnCount == _returns.Length)
        {
            Array.Resize(ref _returns, 2 * _returnCount);
        }

        int label = Write(BPF_RET | BPF_K, verdict);
        _returns[_returnCount++] = (verdict, label);
        return label;
    }

    /// <summary>Loads a word of the seccomp_data and goes on at the label.</summary>
    public int Load(uint offset, int next)
    {
        Continue(next);
        return Write(BPF_LD | BPF_W | BPF_ABS, offset);
    }

    /// <summary>Keeps only the bits of the mask and goes on at the label.</summary>
    public int And(uint mask, int next)
    {
        Continue(next);
        return Write(BPF_ALU | BPF_AND | BPF_K, mask);
    }

    /// <summary>Goes on at one label or the other by a BPF_JEQ, BPF_JGT, BPF_JGE or BPF_JSET.</summary>
    public int Branch(int test, uint value, int whenTrue, int whenFalse)
    {
        if (whenTrue == whenFalse)
        {
            return whenTrue;
        }

        whenTrue = Near(whenTrue);
        whenFalse = Near(whenFalse);
        return Write(BPF_JMP | test | BPF_K, value, (byte)(Top - whenTrue), (byte)(Top - whenFalse));
    }

    /// <summary>The labels of a branch that has been written.</summary>
    public int Follow(int label, bool taken)
    {
        sock_filter branch = this[label];
        return label - 1 - (taken ? branch.jt : branch.jf);
    }

    /// <summary>The program from the instruction written last, without those that nothing leads to any more.</summary>
    public ReadOnlyMemory<sock_filter> Finish()
    {
        int first = _code.Length - Top;
        Span<sock_filter> code = _code.AsSpan(first);
        Span<bool> isReached = new bool[Top];
        Span<int> dropped = new int[Top + 1];
        isReached[0] = true;
        for (int i = 0; i < code.Length; i++)
        {
            dropped[i + 1] = dropped[i] + (isReached[i] ? 0 : 1);
            if (isReached[i])
            {
                Reach(code[i], isReached[(i + 1)..]);
            }
        }

        int kept = Top - dropped[Top];
        if (kept > BPF_MAXINSNS)
        {
            throw Place.ConfigFile.Fault("linux.seccomp", $"the rules need {kept} instructions, the kernel takes at most {BPF_MAXINSNS}");
        }

        for (int i = 0; i < code.Length; i++)
        {
            if (isReached[i])
            {
                code[i - dropped[i]] = Closer(code[i], dropped[(i + 1)..]);
            }
        }

        return _code.AsMemory(first, kept);
    }

    private static void Reach(sock_filter at, Span<bool> following)
    {
        switch (at.code & ClassMask)
        {
            case BPF_RET:
                break;
            case BPF_JMP when at.code == (BPF_JMP | BPF_JA):
                following[(int)at.k] = true;
                break;
            default:
                following[at.jt] = true;
                following[at.jf] = true;
                break;
        }
    }

    /// <summary>Takes out of the jumps what was dropped on their way.</summary>
    private static sock_filter Closer(sock_filter at, ReadOnlySpan<int> dropped)
    {
        switch (at.code & ClassMask)
        {
            case BPF_JMP when at.code == (BPF_JMP | BPF_JA):
                at.k -= (uint)(dropped[(int)at.k] - dropped[0]);
                break;
            case BPF_JMP:
                at.jt -= (byte)(dropped[at.jt] - dropped[0]);
                at.jf -= (byte)(dropped[at.jf] - dropped[0]);
                break;
        }

        return at;
    }

    /// <summary>A label that means the same and is within reach of the next branch.</summary>
    private int Near(int label)
    {
        if (Top - label <= MaxSkip)
        {
            return label;
        }

        bool returns = this[label].code == (BPF_RET | BPF_K);
        int oldest = Top - MaxSkip;
        for (int other = Top; other > oldest; other--)
        {
            sock_filter at = this[other];
            if (returns ? at.code == (BPF_RET | BPF_K) && at.k == this[label].k
                : at.code == (BPF_JMP | BPF_JA) && other - 1 - at.k == label)
            {
                return other;
            }
        }

        return Repeat(label);
    }

    /// <summary>Makes the instruction written last lead to the label.</summary>
    private void Continue(int label)
    {
        if (label != Top)
        {
            Repeat(label);
        }
    }

    /// <summary>A return is as short as a jump to one.</summary>
    private int Repeat(int label)
    {
        return this[label].code == (BPF_RET | BPF_K)
            ? Write(BPF_RET | BPF_K, this[label].k)
            : Write(BPF_JMP | BPF_JA, (uint)(Top - label));
    }

    private int Write(int code, uint k, byte jt = 0, byte jf = 0)
    {
        if (Top == _code.Length)
        {
            sock_filter[] larger = new sock_filter[2 * Top];
            _code.CopyTo(larger, Top);
            _code = larger;
        }

        Top++;
        _code[^Top] = new sock_filter { code = (ushort)code, jt = jt, jf = jf, k = k };
        return Top;
    }
}
