using System;
using System.Buffers.Binary;
using Runtime.Syscalls;
using Xunit;
using static Runtime.Syscalls.Flags;

namespace Runtime.Tests.Plan;

/// <summary>The kernel's classic BPF machine as far as seccomp allows it (kernel/seccomp.c, seccomp_check_filter).</summary>
internal sealed class BpfSimulator
{
    private const int DataLength = 64;

    private readonly sock_filter[] _code;
    private readonly bool _isBigEndian;

    public BpfSimulator(ReadOnlySpan<sock_filter> code, bool isBigEndian)
    {
        _code = code.ToArray();
        _isBigEndian = isBigEndian;
        CheckAsKernel();
    }

    public int Length => _code.Length;

    public uint Run(in SystemCallRecord call) => Run(call, out _);

    public uint Run(in SystemCallRecord call, out int executed)
    {
        Span<byte> data = stackalloc byte[DataLength];
        call.WriteTo(data, _isBigEndian);
        uint a = 0;
        executed = 0;
        for (int pc = 0; ; pc++)
        {
            executed++;
            sock_filter at = _code[pc];
            switch ((int)at.code)
            {
                case BPF_LD | BPF_W | BPF_ABS:
                    ReadOnlySpan<byte> word = data[(int)at.k..];
                    a = _isBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(word) : BinaryPrimitives.ReadUInt32LittleEndian(word);
                    break;
                case BPF_ALU | BPF_AND | BPF_K:
                    a &= at.k;
                    break;
                case BPF_JMP | BPF_JA:
                    pc += (int)at.k;
                    break;
                case BPF_RET | BPF_K:
                    return at.k;
                default:
                    pc += Holds(at, a) ? at.jt : at.jf;
                    break;
            }
        }
    }

    private static bool Holds(sock_filter at, uint a) => (int)at.code switch
    {
        BPF_JMP | BPF_JEQ | BPF_K => a == at.k,
        BPF_JMP | BPF_JGT | BPF_K => a > at.k,
        BPF_JMP | BPF_JGE | BPF_K => a >= at.k,
        BPF_JMP | BPF_JSET | BPF_K => (a & at.k) != 0,
        int other => throw new InvalidOperationException($"instruction 0x{other:x}"),
    };

    /// <summary>What bpf_check_classic and seccomp_check_filter demand before a program is loaded.</summary>
    private void CheckAsKernel()
    {
        Assert.InRange(_code.Length, 1, BPF_MAXINSNS);
        for (int pc = 0; pc < _code.Length; pc++)
        {
            sock_filter at = _code[pc];
            switch ((int)at.code)
            {
                case BPF_LD | BPF_W | BPF_ABS:
                    Assert.True(at.k < DataLength && at.k % 4 == 0, $"load of {at.k}");
                    break;
                case BPF_JMP | BPF_JA:
                    Assert.True(at.k < _code.Length - pc - 1, "jump beyond the end");
                    break;
                case BPF_JMP | BPF_JEQ | BPF_K or BPF_JMP | BPF_JGT | BPF_K or BPF_JMP | BPF_JGE | BPF_K or BPF_JMP | BPF_JSET | BPF_K:
                    Assert.True(Math.Max(at.jt, at.jf) < _code.Length - pc - 1, "branch beyond the end");
                    break;
                case BPF_RET | BPF_K or BPF_ALU | BPF_AND | BPF_K:
                    break;
                default:
                    Assert.Fail($"instruction 0x{at.code:x} at {pc}");
                    break;
            }
        }

        Assert.Equal(BPF_RET | BPF_K, (int)_code[^1].code);
    }
}
