using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using Runtime.Config;
using Runtime.Syscalls;
using static Runtime.Syscalls.Flags;

namespace Runtime.Resources;

/// <summary>
/// Compiles device rules to a BPF_PROG_TYPE_CGROUP_DEVICE program, which answers 1 (allowed) or 0.
/// <code>
///   for each rule, the last one first:
///       not about this device?                    next
///       it allows: asked &amp;= ~access; nothing left? return 1
///       it denies and asked &amp; access:              return 0
///   return 0
/// </code>
/// So for each device and access the last rule about it decides, as if the list were applied in order. Rules about one kind of device
/// share the test for it, and a whole device number is one comparison: the verifier's time is most of what a filter costs.
/// </summary>
internal ref struct DeviceProgram
{
    private const int Answer = BPF_REG_0;
    private const int Context = BPF_REG_1; // struct bpf_cgroup_dev_ctx
    private const int Type = BPF_REG_2;
    private const int Asked = BPF_REG_3; // access asked for and not yet allowed
    private const int Major = BPF_REG_4;
    private const int Minor = BPF_REG_5;
    private const int Number = BPF_REG_6;

    // The kernel's own dev_t: 12 bits of major, 20 bits of minor (linux/kdev_t.h).
    private const int MINORBITS = 20;
    private const uint LargestMajor = (1u << (32 - MINORBITS)) - 1;
    private const uint LargestMinor = (1u << MINORBITS) - 1;

    private readonly List<bpf_insn> _code = new(40);
    private readonly List<int> _jumpsToAllow = [];
    private readonly List<int> _jumpsToDeny = [];
    private DeviceRuleType _typeTested = DeviceRuleType.All;
    private int _typeTest;

    private DeviceProgram(ReadOnlySpan<DeviceRuleSpec> inForce)
    {
        AppendLoads();
        for (int i = inForce.Length - 1; i >= 0; i--)
        {
            AppendRule(inForce[i]);
            if (DeviceRules.IsAboutEverything(inForce[i]))
            {
                break;
            }
        }
        EndTypeTest();
        AppendReturn(allow: false, _jumpsToDeny);
        AppendReturn(allow: true, _jumpsToAllow);
    }

    /// <summary>The program for a list from <see cref="DeviceRules.InForce"/>.</summary>
    public static bpf_insn[] Compile(ReadOnlySpan<DeviceRuleSpec> inForce)
    {
        return [.. new DeviceProgram(inForce)._code];
    }

    private readonly void AppendLoads()
    {
        Append(BPF_LDX | BPF_MEM | BPF_W, Type, Context, offset: 0); // access in the upper half, type in the lower
        Append(BPF_ALU64 | BPF_MOV | BPF_X, Asked, Type);
        Append(BPF_ALU64 | BPF_RSH | BPF_K, Asked, immediate: 16);
        Append(BPF_ALU64 | BPF_AND | BPF_K, Type, immediate: 0xffff);
        Append(BPF_LDX | BPF_MEM | BPF_W, Major, Context, offset: 4);
        Append(BPF_LDX | BPF_MEM | BPF_W, Minor, Context, offset: 8);
        Append(BPF_ALU64 | BPF_MOV | BPF_X, Number, Major);
        Append(BPF_ALU64 | BPF_LSH | BPF_K, Number, immediate: MINORBITS);
        Append(BPF_ALU64 | BPF_OR | BPF_X, Number, Minor);
    }

    private void AppendRule(DeviceRuleSpec rule)
    {
        if (rule.Major > LargestMajor || rule.Minor > LargestMinor)
        {
            return; // there is no such device
        }
        TestType(rule.Type);
        (int register, int value)? about = (rule.Major, rule.Minor) switch
        {
            (uint major, uint minor) => (Number, (int)((major << MINORBITS) | minor)),
            (uint major, null) => (Major, (int)major),
            (null, uint minor) => (Minor, (int)minor),
            _ => null,
        };
        List<int> verdict = rule.Allow ? _jumpsToAllow : _jumpsToDeny;
        if (rule.Access == DeviceRules.EveryAccess)
        {
            verdict.Add(_code.Count);
            if (about is (int register, int value))
            {
                Append(BPF_JMP32 | BPF_JEQ | BPF_K, register, immediate: value);
            }
            else
            {
                // Always so. After an unconditional jump the verifier would refuse the rules that this one overrides: no way leads there.
                Append(BPF_JMP32 | BPF_JNE | BPF_K, Type, immediate: 0);
            }
            return;
        }
        if (about is (int testedRegister, int testedValue))
        {
            Append(BPF_JMP32 | BPF_JNE | BPF_K, testedRegister, offset: rule.Allow ? 2 : 1, immediate: testedValue);
        }
        if (rule.Allow)
        {
            Append(BPF_ALU64 | BPF_AND | BPF_K, Asked, immediate: (int)(DeviceRules.EveryAccess & ~rule.Access));
        }
        verdict.Add(_code.Count);
        Append(rule.Allow ? BPF_JMP32 | BPF_JEQ | BPF_K : BPF_JMP32 | BPF_JSET | BPF_K, Asked, immediate: rule.Allow ? 0 : (int)rule.Access);
    }

    private void TestType(DeviceRuleType type)
    {
        if (type == _typeTested)
        {
            return;
        }
        EndTypeTest();
        if (type != DeviceRuleType.All)
        {
            _typeTest = _code.Count;
            Append(BPF_JMP32 | BPF_JNE | BPF_K, Type, immediate: (int)(type == DeviceRuleType.Block ? BPF_DEVCG_DEV_BLOCK : BPF_DEVCG_DEV_CHAR));
        }
        _typeTested = type;
    }

    // Now it is known how far the other kind of device has to jump.
    private readonly void EndTypeTest()
    {
        if (_typeTested != DeviceRuleType.All)
        {
            LeadHere(_typeTest);
        }
    }

    private readonly void AppendReturn(bool allow, List<int> jumps)
    {
        foreach (int jump in jumps)
        {
            LeadHere(jump);
        }
        Append(BPF_ALU64 | BPF_MOV | BPF_K, Answer, immediate: allow ? 1 : 0);
        Append(BPF_JMP | BPF_EXIT, 0);
    }

    private readonly void LeadHere(int jump)
    {
        CollectionsMarshal.AsSpan(_code)[jump].off = checked((short)(_code.Count - jump - 1));
    }

    private readonly void Append(int code, int to, int from = 0, int offset = 0, int immediate = 0)
    {
        _code.Add(new bpf_insn { code = (byte)code, regs = (byte)(to | (from << 4)), off = (short)offset, imm = immediate });
    }
}
