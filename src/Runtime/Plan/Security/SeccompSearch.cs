using System;
using static Runtime.Syscalls.Flags;

namespace Runtime.Plan;

/// <summary>Writes the search for the number of a call, and behind it what each range of numbers leads to.</summary>
internal sealed class SeccompSearch(BpfAssembler code, SeccompRules rules, bool isBigEndian)
{
    private const uint NumberOffset = 0;

    /// <summary>A leaf of the tree takes this many single numbers out of its range, one test each.</summary>
    private const int MaxExceptions = 2;

    /// <summary>For each common call a leaf weighs this much more: together more than all the leaves without, so that those come last.</summary>
    private const int CommonWeight = 256;

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
        for (int first = 0; first < ranges.Length;)
        {
            Leaf leaf = LeafAt(ranges, first, commonest);
            leaves[count++] = leaf;
            first += 1 + (2 * leaf.Exceptions);
        }

        return code.Load(NumberOffset, WriteTree(ranges, leaves[..count]));
    }

    /// <summary>A range and the single numbers in it. A range with a common call stands alone: each exception would be a test before it is reached.</summary>
    private static Leaf LeafAt(ReadOnlySpan<SeccompNumbers.Range> ranges, int first, ReadOnlySpan<uint> commonest)
    {
        int common = CommonIn(ranges, first, commonest);
        int exceptions = 0;
        if (common == 0)
        {
            int last = first;
            while (exceptions < MaxExceptions && GoesOnBehindOne(ranges, first, last)
                && CommonIn(ranges, last + 1, commonest) + CommonIn(ranges, last + 2, commonest) == 0)
            {
                exceptions++;
                last += 2;
            }
        }

        return new Leaf(first, exceptions, 1 + (common * CommonWeight));
    }

    private static int CommonIn(ReadOnlySpan<SeccompNumbers.Range> ranges, int index, ReadOnlySpan<uint> commonest)
    {
        uint start = ranges[index].Start;
        uint end = index + 1 < ranges.Length ? ranges[index + 1].Start : uint.MaxValue;
        int count = 0;
        foreach (uint number in commonest)
        {
            count += number >= start && number < end ? 1 : 0;
        }

        return count;
    }

    /// <summary>Behind the range is a single number, and behind that the first range goes on.</summary>
    private static bool GoesOnBehindOne(ReadOnlySpan<SeccompNumbers.Range> ranges, int first, int index)
    {
        return index + 2 < ranges.Length
            && ranges[index + 2].Start == ranges[index + 1].Start + 1
            && ranges[index + 2] with { Start = 0 } == ranges[first] with { Start = 0 };
    }

    private int WriteTree(ReadOnlySpan<SeccompNumbers.Range> ranges, ReadOnlySpan<Leaf> leaves)
    {
        if (leaves.Length == 1)
        {
            return WriteLeaf(ranges, leaves[0]);
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

    private int WriteLeaf(ReadOnlySpan<SeccompNumbers.Range> ranges, Leaf leaf)
    {
        int label = WriteChain(ranges[leaf.First]);
        for (int i = leaf.Exceptions; i > 0; i--)
        {
            SeccompNumbers.Range single = ranges[leaf.First + (2 * i) - 1];
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

    /// <summary>A range, by its index, and how many single numbers in it are treated otherwise.</summary>
    private readonly record struct Leaf(int First, int Exceptions, int Weight);
}
