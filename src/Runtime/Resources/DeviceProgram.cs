using System;
using System.Collections.Generic;
using Runtime.Config;
using Runtime.Syscalls;
using static Runtime.Syscalls.Flags;

namespace Runtime.Resources;

/// <summary>
/// Compiles device rules to a BPF_PROG_TYPE_CGROUP_DEVICE program, which answers 1 (allowed) or 0.
/// <code>
///   r2 type   r3 access asked for and not yet allowed   r4 major   r5 minor
///   for each rule, the last one first:
///       not about this device?    next
///       it allows:                r3 &amp;= ~access; nothing left? return 1
///       it denies and r3 &amp; access: return 0
///   return 0
/// </code>
/// So for each device and access the last rule about it decides, as if the list were applied in order.
/// </summary>
internal static class DeviceProgram
{
    private const int Load = BPF_LDX | BPF_MEM | BPF_W;
    private const int Move = BPF_ALU64 | BPF_MOV;
    private const int And = BPF_ALU64 | BPF_AND | BPF_K;
    private const int ShiftRight = BPF_ALU64 | BPF_RSH | BPF_K;
    // 32 bits wide: the 64-bit comparison would extend the sign of a major above 2^31.
    private const int JumpIfEqual = BPF_JMP32 | BPF_JEQ | BPF_K;
    private const int JumpIfNotEqual = BPF_JMP32 | BPF_JNE | BPF_K;

    private const int Answer = BPF_REG_0;
    private const int Context = BPF_REG_1; // struct bpf_cgroup_dev_ctx { u32 access_type, major, minor; }
    private const int Type = BPF_REG_2;
    private const int Asked = BPF_REG_3;
    private const int Major = BPF_REG_4;
    private const int Minor = BPF_REG_5;

    /// <summary>The program for a list from <see cref="DeviceRules.InForce"/>.</summary>
    public static bpf_insn[] Compile(ReadOnlySpan<DeviceRuleSpec> inForce)
    {
        List<bpf_insn> code = new((inForce.Length * 6) + 8)
        {
            Instruction(Load, Type, Context, offset: 0),
            Instruction(Move | BPF_X, Asked, Type),
            Instruction(ShiftRight, Asked, immediate: 16),
            Instruction(And, Type, immediate: 0xffff),
            Instruction(Load, Major, Context, offset: 4),
            Instruction(Load, Minor, Context, offset: 8),
        };

        for (int i = inForce.Length - 1; i >= 0; i--)
        {
            if (DeviceRules.IsAboutEverything(inForce[i]))
            {
                AppendReturn(code, inForce[i].Allow);
                return [.. code];
            }
            AppendRule(code, inForce[i]);
        }
        AppendReturn(code, allow: false);
        return [.. code];
    }

    private static void AppendRule(List<bpf_insn> code, DeviceRuleSpec rule)
    {
        bool everyAccess = rule.Access == DeviceRules.EveryAccess;
        int bodyLength = 2 + (everyAccess ? 0 : rule.Allow ? 2 : 3);
        int end = code.Count + bodyLength
            + (rule.Type == DeviceRuleType.All ? 0 : 1) + (rule.Major is null ? 0 : 1) + (rule.Minor is null ? 0 : 1);

        if (rule.Type != DeviceRuleType.All)
        {
            AppendUnless(Type, (int)(rule.Type == DeviceRuleType.Block ? BPF_DEVCG_DEV_BLOCK : BPF_DEVCG_DEV_CHAR));
        }
        if (rule.Major is uint major)
        {
            AppendUnless(Major, (int)major);
        }
        if (rule.Minor is uint minor)
        {
            AppendUnless(Minor, (int)minor);
        }
        if (!everyAccess && rule.Allow)
        {
            code.Add(Instruction(And, Asked, immediate: (int)(DeviceRules.EveryAccess & ~rule.Access)));
            AppendUnless(Asked, 0);
        }
        else if (!everyAccess)
        {
            code.Add(Instruction(Move | BPF_X, Answer, Asked));
            code.Add(Instruction(And, Answer, immediate: (int)rule.Access));
            code.Add(Instruction(JumpIfEqual, Answer, offset: end - code.Count - 1, immediate: 0));
        }
        AppendReturn(code, rule.Allow);

        void AppendUnless(int register, int value)
        {
            code.Add(Instruction(JumpIfNotEqual, register, offset: end - code.Count - 1, immediate: value));
        }
    }

    private static void AppendReturn(List<bpf_insn> code, bool allow)
    {
        code.Add(Instruction(Move | BPF_K, Answer, immediate: allow ? 1 : 0));
        code.Add(Instruction(BPF_JMP | BPF_EXIT, 0));
    }

    private static bpf_insn Instruction(int code, int to, int from = 0, int offset = 0, int immediate = 0)
    {
        return new bpf_insn { code = (byte)code, regs = (byte)(to | (from << 4)), off = (short)offset, imm = immediate };
    }
}
