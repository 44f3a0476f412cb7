using System.Numerics;
using Runtime.Config;
using Runtime.Syscalls;
using static Runtime.Syscalls.Flags;

namespace Runtime.Plan;

/// <summary>
/// Writes the tests of arguments. BPF has one register of 32 bits, so a 64-bit argument is two words; on an ABI with 32-bit
/// arguments only the lower word of an argument, and of the value it is compared with, counts.
/// </summary>
internal readonly struct SeccompConditions(BpfAssembler code, bool isWide, bool isBigEndian)
{
    private const uint ArgumentsOffset = 16;

    /// <summary>Writes the test of one condition and returns its label.</summary>
    public int Write(SeccompArgSpec condition, int whenTrue, int whenFalse)
    {
        uint lowerWord = ArgumentsOffset + (8 * condition.Index) + (isBigEndian ? 4u : 0u);
        ulong value = condition.Value;
        return condition.Op switch
        {
            SeccompOperator.SCMP_CMP_EQ => WriteMasked(lowerWord, ulong.MaxValue, value, whenTrue, whenFalse),
            SeccompOperator.SCMP_CMP_NE => WriteMasked(lowerWord, ulong.MaxValue, value, whenFalse, whenTrue),
            SeccompOperator.SCMP_CMP_GE => WriteOrder(lowerWord, BPF_JGE, value, whenTrue, whenFalse),
            SeccompOperator.SCMP_CMP_GT => WriteOrder(lowerWord, BPF_JGT, value, whenTrue, whenFalse),
            SeccompOperator.SCMP_CMP_LT => WriteOrder(lowerWord, BPF_JGE, value, whenFalse, whenTrue),
            SeccompOperator.SCMP_CMP_LE => WriteOrder(lowerWord, BPF_JGT, value, whenFalse, whenTrue),
            _ => WriteMasked(lowerWord, mask: value, condition.ValueTwo, whenTrue, whenFalse),
        };
    }

    private int WriteMasked(uint lowerWord, ulong mask, ulong value, int whenTrue, int whenFalse)
    {
        uint upperWord = lowerWord ^ 4;
        uint upperMask = isWide ? (uint)(mask >> 32) : 0;
        Fact known = upperMask == uint.MaxValue ? new Fact(upperWord, (uint)(value >> 32), true) : default;
        int lower = WriteWord(lowerWord, (uint)mask, (uint)value, known, whenTrue, whenFalse);
        return WriteWord(upperWord, upperMask, (uint)(value >> 32), default, lower, whenFalse);
    }

    private int WriteWord(uint word, uint mask, uint value, Fact known, int whenTrue, int whenFalse)
    {
        value &= mask;
        if (mask == 0)
        {
            return whenTrue;
        }

        if (mask == uint.MaxValue)
        {
            Fact unequal = known.IsNone ? new Fact(word, value, false) : known;
            return WriteTest(word, BPF_JEQ, value, whenTrue, known, whenFalse, unequal);
        }

        if (value == 0)
        {
            return WriteTest(word, BPF_JSET, mask, whenFalse, known, whenTrue, known);
        }

        if (value == mask && BitOperations.IsPow2(mask))
        {
            return WriteTest(word, BPF_JSET, mask, whenTrue, known, whenFalse, known);
        }

        int label = code.Branch(BPF_JEQ, value, whenTrue, whenFalse);
        return whenTrue == whenFalse ? label : code.Load(word, code.And(mask, label));
    }

    private int WriteOrder(uint lowerWord, int test, ulong value, int whenTrue, int whenFalse)
    {
        uint upperWord = lowerWord ^ 4;
        uint upper = (uint)(value >> 32);
        uint lower = (uint)value;
        Fact equal = isWide ? new Fact(upperWord, upper, true) : default;
        Fact unequal = new(upperWord, upper, false);

        int whenEqual = (test, lower) switch
        {
            (BPF_JGE, 0) => whenTrue,
            (BPF_JGT, uint.MaxValue) => whenFalse,
            _ => WriteTest(lowerWord, test, lower, whenTrue, equal, whenFalse, equal),
        };
        if (!isWide)
        {
            return whenEqual;
        }

        if (upper == 0)
        {
            return WriteTest(upperWord, BPF_JEQ, 0, whenEqual, equal, whenTrue, unequal);
        }

        int notGreater = WriteTest(upperWord, BPF_JEQ, upper, whenEqual, equal, whenFalse, unequal);
        return upper == uint.MaxValue ? notGreater : WriteTest(upperWord, BPF_JGT, upper, whenTrue, unequal, notGreater, default);
    }

    private int WriteTest(uint word, int test, uint value, int whenTrue, Fact ifTrue, int whenFalse, Fact ifFalse)
    {
        if (whenTrue == whenFalse)
        {
            return whenTrue;
        }

        return code.Load(word, code.Branch(test, value, Skip(whenTrue, word, ifTrue), Skip(whenFalse, word, ifFalse)));
    }

    /// <summary>
    /// The label further on to which everything between may be skipped: loads of the word that is in the register, and
    /// tests whose result is known. What follows a skipped load may count on its word, so it must be there or be replaced.
    /// </summary>
    private int Skip(int label, uint held, Fact known)
    {
        while (code[label] is { code: BPF_LD | BPF_W | BPF_ABS, k: uint word })
        {
            int test = label - 1;
            if (known.Decides(word, code[test]) is not bool taken)
            {
                return word == held ? test : label;
            }

            int next = code.Follow(test, taken);
            if (word != held && code[next].code is not ((BPF_LD | BPF_W | BPF_ABS) or (BPF_RET | BPF_K)))
            {
                return label;
            }

            label = next;
        }

        return label;
    }

    /// <summary>What a passed test proved: that a word has a value, or has not.</summary>
    private readonly record struct Fact(uint Word, uint Value, bool IsEqual)
    {
        public bool IsNone => Word == 0;

        /// <summary>The result of a test of a word; null where it is open.</summary>
        public bool? Decides(uint word, sock_filter test)
        {
            if (word != Word || (!IsEqual && Value != test.k))
            {
                return null;
            }

            return ((int)test.code, IsEqual) switch
            {
                (BPF_JMP | BPF_JEQ | BPF_K, true) => Value == test.k,
                (BPF_JMP | BPF_JEQ | BPF_K, false) => false,
                (BPF_JMP | BPF_JGT | BPF_K, true) => Value > test.k,
                (BPF_JMP | BPF_JGE | BPF_K, true) => Value >= test.k,
                (BPF_JMP | BPF_JSET | BPF_K, true) => (Value & test.k) != 0,
                _ => null,
            };
        }
    }
}
