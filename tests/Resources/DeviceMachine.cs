using System;
using Runtime.Config;
using Runtime.Syscalls;
using Xunit;
using static Runtime.Syscalls.Flags;

namespace Runtime.Tests.Resources;

/// <summary>A small eBPF interpreter: the instructions a device program uses, and no others.</summary>
internal static class DeviceMachine
{
    /// <summary>What the program answers to an access.</summary>
    public static bool Allows(bpf_insn[] program, DeviceRuleType type, uint major, uint minor, DeviceAccess access)
    {
        ulong[] registers = new ulong[11];
        uint kind = type == DeviceRuleType.Block ? BPF_DEVCG_DEV_BLOCK : BPF_DEVCG_DEV_CHAR;
        uint[] context = [((uint)access << 16) | kind, major, minor];
        for (int at = 0; ; at++)
        {
            bpf_insn instruction = program[at];
            int to = instruction.regs & 15;
            ulong immediate = (ulong)instruction.imm; // sign-extended, as the kernel does
            ulong source = registers[instruction.regs >> 4];
            switch (instruction.code)
            {
                case BPF_LDX | BPF_MEM | BPF_W:
                    Assert.Equal(BPF_REG_1, instruction.regs >> 4);
                    registers[to] = context[instruction.off / 4];
                    break;
                case BPF_ALU64 | BPF_MOV | BPF_X:
                    registers[to] = source;
                    break;
                case BPF_ALU64 | BPF_MOV | BPF_K:
                    registers[to] = immediate;
                    break;
                case BPF_ALU64 | BPF_AND | BPF_K:
                    registers[to] &= immediate;
                    break;
                case BPF_ALU64 | BPF_OR | BPF_X:
                    registers[to] |= source;
                    break;
                case BPF_ALU64 | BPF_LSH | BPF_K:
                    registers[to] <<= (int)immediate;
                    break;
                case BPF_ALU64 | BPF_RSH | BPF_K:
                    registers[to] >>= (int)immediate;
                    break;
                case BPF_JMP32 | BPF_JEQ | BPF_K:
                    at += (uint)registers[to] == (uint)immediate ? instruction.off : 0;
                    break;
                case BPF_JMP32 | BPF_JNE | BPF_K:
                    at += (uint)registers[to] != (uint)immediate ? instruction.off : 0;
                    break;
                case BPF_JMP32 | BPF_JSET | BPF_K:
                    at += ((uint)registers[to] & (uint)immediate) != 0 ? instruction.off : 0;
                    break;
                case BPF_JMP | BPF_EXIT:
                    return registers[0] switch { 0 => false, 1 => true, _ => throw new InvalidOperationException("answer " + registers[0]) };
                default:
                    throw new InvalidOperationException("instruction " + instruction.code.ToString("x2"));
            }
        }
    }

    /// <summary>What the list means, told another way: each bit of an access by the last rule about it.</summary>
    public static bool Expected(DeviceRuleSpec[] rules, DeviceRuleType type, uint major, uint minor, DeviceAccess access)
    {
        foreach (DeviceAccess bit in (DeviceAccess[])[DeviceAccess.Mknod, DeviceAccess.Read, DeviceAccess.Write])
        {
            if ((access & bit) == 0)
            {
                continue;
            }
            DeviceRuleSpec? last = Array.FindLast(rules, rule => (rule.Type == DeviceRuleType.All || rule.Type == type)
                && (rule.Major ?? major) == major && (rule.Minor ?? minor) == minor && (rule.Access & bit) != 0);
            if (last is not { Allow: true })
            {
                return false;
            }
        }
        return true;
    }
}
