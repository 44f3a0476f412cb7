using System;
using static Runtime.Syscalls.Flags;

namespace Runtime.Plan;

/// <summary>Writes the search for the number of a call, and behind it what each range of numbers leads to.</summary>
internal sealed class SeccompSearch(BpfAssembler code, SeccompRules rules, bool isBigEndian)
{
    private const uint NumberOffset = 0;

    /// <summary>A leaf of the tree takes this many single numbers out of its range, one test each.</summary>
    private const int MaxExceptions = 2;

    /// <summary>A leaf with a common call weighs this much more than one without.</summary>
    private const int CommonWeight = 32;

    /// <summary>The labels of chains that are written; 0 for the others.</summary>
    private int[] _wideLabels = [];
    private int[] _narrowLabels = [];

    /// <summary>Writes the search and returns its label.</summary>
    public int Write(ReadOnlySpan<SeccompNumbers.Range> ranges, ReadOnlySpan<uint> commonest)
    {
        if (_wideLabels.Length < rules.Count)
        {
            Array.Resize(ref _wideLabels, 2 * rules.Count);
            Array.Resize(ref _narrowLabels, 2 * rules.Count);
        }

        Span<Leaf> leaves = new Leaf[ranges.Length];
        int count = 0;
        int next;
        for (int first = 0; first < ranges.Length; first = next)
        {
            next = first + 1 + (2 * Exceptions(ranges, first));
            uint end = next < ranges.Length ? ranges[next].Start : uint.MaxValue;
            leaves[count++] = new Leaf(first, WeightOf(ranges[first].Start, end, commonest));
        }

        return code.Load(NumberOffset, WriteTree(ranges, leaves[..count]));
    }

    private static int WeightOf(uint start, uint end, ReadOnlySpan<uint> commonest)
    {
        int weight = 1;
        foreach (uint number in commonest)
        {
            weight += number >= start && number < end ? CommonWeight : 0;
        }

        return weight;
    }

    private static int Exceptions(ReadOnlySpan<SeccompNumbers.Range> ranges, int start)
    {
        int count = 0;
        for (int i = start; count < MaxExceptions && i + 2 < ranges.Length; i += 2)
        {
            if (ranges[i + 2].Start != ranges[i + 1].Start + 1 || ranges[i + 2] with { Start = 0 } != ranges[start] with { Start = 0 })
            {
                break;
            }

            count++;
        }

        return count;
    }

    private int WriteTree(ReadOnlySpan<SeccompNumbers.Range> ranges, ReadOnlySpan<Leaf> leaves)
    {
        if (leaves.Length == 1)
        {
            return WriteLeaf(ranges, leaves[0].First);
        }

        int middle = Middle(leaves);
        int upper = WriteTree(ranges, leaves[middle..]);
        int lower = WriteTree(ranges, leaves[..middle]);
        return code.Branch(BPF_JGE, ranges[leaves[middle].First].Start, upper, lower);
    }

    /// <summary>Where to cut so that both sides weigh the same, as nearly as may be.</summary>
    private static int Middle(ReadOnlySpan<Leaf> leaves)
    {
        int rest = 0;
        foreach (Leaf leaf in leaves)
        {
            rest += leaf.Weight;
        }

        int middle = 0;
        do
        {
            rest -= 2 * leaves[middle++].Weight;
        }
        while (middle < leaves.Length - 1 && rest >= leaves[middle].Weight);
        return middle;
    }

    private int WriteLeaf(ReadOnlySpan<SeccompNumbers.Range> ranges, int start)
    {
        int label = WriteChain(ranges[start]);
        for (int i = Exceptions(ranges, start); i > 0; i--)
        {
            SeccompNumbers.Range single = ranges[start + (2 * i) - 1];
            label = code.Branch(BPF_JEQ, single.Start, WriteChain(single), label);
        }

        return label;
    }

    private int WriteChain(SeccompNumbers.Range range)
    {
        SeccompRules.Link last = rules.Last(range.Chain);
        if (rules.IsCertain(range.Chain))
        {
            return code.Return(rules.CaseOf(last).Verdict);
        }

        ref int label = ref (range.IsWide ? _wideLabels : _narrowLabels)[range.Chain];
        if (label == 0)
        {
            SeccompConditions conditions = new(code, range.IsWide, isBigEndian);
            label = code.Return(rules.Default);
            for (int chain = range.Chain; chain != 0; chain = last.Before)
            {
                last = rules.Last(chain);
                label = WriteCase(conditions, rules.CaseOf(last), label);
            }
        }

        return label;
    }

    private int WriteCase(SeccompConditions conditions, SeccompRules.Case rule, int otherwise)
    {
        int label = code.Return(rule.Verdict);
        for (int i = rule.Conditions.Length - 1; i >= 0; i--)
        {
            label = conditions.Write(rule.Conditions[i], label, otherwise);
        }

        return label;
    }

    /// <summary>A range, by its index, and the single numbers in it.</summary>
    private readonly record struct Leaf(int First, int Weight);
}
