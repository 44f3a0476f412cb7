using System;
using System.Text;
using Runtime.Config;
using Runtime.Syscalls;
using static Runtime.Syscalls.Flags;

namespace Runtime.Plan;

/// <summary>A filter as a person reads it: an instruction a line, numbers with their names, and the names that have no effect.</summary>
internal static class SeccompListing
{
    private const uint NumberOffset = 0;
    private const uint ArchitectureOffset = 4;
    private const uint ArgumentsOffset = 16;

    public static string Write(BpfProgram program) => Write(program, SeccompAbi.Native);

    public static string Write(BpfProgram program, SeccompArch native)
    {
        ReadOnlySpan<sock_filter> code = program.Instructions;
        bool isBigEndian = SeccompAbi.Of(native).IsBigEndian;
        StringBuilder text = new();

        // What the register holds, and for which architecture, flows along with the jumps, and all of those go forward.
        State[] states = new State[code.Length];
        for (int i = 0; i < code.Length; i++)
        {
            sock_filter at = code[i];
            text.Append($"{i,4}  ").Append(Describe(at, i, states[i], isBigEndian)).Append('\n');
            Flow(at, i, states);
        }

        foreach (string name in program.Ignored)
        {
            text.Append("ignored: ").Append(name).Append('\n');
        }

        return text.ToString();
    }

    private static void Flow(sock_filter at, int index, State[] states)
    {
        State state = states[index];
        switch (at.code & 7)
        {
            case BPF_LD:
                states[index + 1] = state with { Word = at.k };
                break;
            case BPF_ALU:
                states[index + 1] = state;
                break;
            case BPF_JMP when at.code == (BPF_JMP | BPF_JA):
                states[index + 1 + (int)at.k] = state;
                break;
            case BPF_JMP:
                states[index + 1 + at.jt] = state.Word == ArchitectureOffset ? state with { Audit = at.k } : state;
                states[index + 1 + at.jf] = state;
                break;
        }
    }

    private static string Describe(sock_filter at, int index, State state, bool isBigEndian) => (int)at.code switch
    {
        BPF_LD | BPF_W | BPF_ABS => "load " + Word(at.k, isBigEndian),
        BPF_ALU | BPF_AND | BPF_K => $"and 0x{at.k:x}",
        BPF_JMP | BPF_JA => $"goto {index + 1 + at.k}",
        BPF_RET | BPF_K => "return " + Verdict(at.k),
        _ => $"if {Test(at.code)} {Value(at.k, state)} goto {index + 1 + at.jt} else {index + 1 + at.jf}",
    };

    private static string Word(uint offset, bool isBigEndian)
    {
        if (offset == NumberOffset)
        {
            return "number";
        }

        bool isUpper = (offset % 8 == 4) != isBigEndian;
        return offset == ArchitectureOffset ? "architecture" : $"argument {(offset - ArgumentsOffset) / 8}, {(isUpper ? "upper" : "lower")} half";
    }

    private static string Test(ushort code) => (code & 0xf0) switch
    {
        BPF_JEQ => "==",
        BPF_JGT => ">",
        BPF_JGE => ">=",
        _ => "&",
    };

    private static string Value(uint value, State state)
    {
        string? name = state.Word switch
        {
            NumberOffset => NameOf(value, state.Audit),
            ArchitectureOffset => ArchitectureOf(value, hasX32Bit: false)?.ToString(),
            _ => null,
        };
        return (name, state.Word) switch
        {
            (null, NumberOffset) => $"{value}",
            (null, _) => $"0x{value:x}",
            (_, NumberOffset) => $"{value} ({name})",
            _ => name,
        };
    }

    private static string? NameOf(uint number, uint audit)
    {
        if (ArchitectureOf(audit, (number & SeccompAbi.X32Bit) != 0) is not { } architecture)
        {
            return null;
        }

        SeccompAbi abi = SeccompAbi.Of(architecture);
        for (int i = 0; i < SyscallTable.Count; i++)
        {
            if (abi.Column[i] != SyscallTable.Absent && abi.NumberOf(abi.Column[i]) == number)
            {
                return (architecture == SeccompArch.SCMP_ARCH_X32 ? "x32 " : "") + Encoding.UTF8.GetString(SyscallTable.NameOf(i));
            }
        }

        return null;
    }

    private static SeccompArch? ArchitectureOf(uint audit, bool hasX32Bit)
    {
        for (SeccompArch architecture = 0; architecture <= SeccompArch.SCMP_ARCH_SHEB; architecture++)
        {
            SeccompAbi abi = SeccompAbi.Of(architecture);
            if (abi.Audit == audit && (abi.First == SeccompAbi.X32Bit) == (hasX32Bit && audit == AUDIT_ARCH_X86_64))
            {
                return architecture;
            }
        }

        return null;
    }

    private static string Verdict(uint verdict) => (verdict & SECCOMP_RET_ACTION_FULL) switch
    {
        SECCOMP_RET_ALLOW => "ALLOW",
        SECCOMP_RET_LOG => "LOG",
        SECCOMP_RET_KILL_THREAD => "KILL_THREAD",
        SECCOMP_RET_KILL_PROCESS => "KILL_PROCESS",
        SECCOMP_RET_TRAP => "TRAP",
        SECCOMP_RET_USER_NOTIF => "NOTIFY",
        SECCOMP_RET_TRACE => $"TRACE {verdict & SECCOMP_RET_DATA}",
        _ => $"ERRNO {Errno.Name((int)(verdict & SECCOMP_RET_DATA))}",
    };

    private readonly record struct State(uint Word, uint Audit);
}
