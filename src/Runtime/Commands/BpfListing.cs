using System;
using System.Globalization;
using System.Text;
using Runtime.Syscalls;
using static Runtime.Syscalls.Flags;

namespace Runtime.Commands;

/// <summary>
/// A seccomp filter in words. A is the accumulator, <c>data[n]</c> the 32-bit word at offset n of struct seccomp_data (seccomp(2)):
/// 0 is the system call's number, 4 the architecture, 16 and up the arguments.
/// </summary>
internal static class BpfListing
{
    public static void Append(StringBuilder text, ReadOnlySpan<sock_filter> program)
    {
        for (int i = 0; i < program.Length; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{i,4}: {Describe(program[i], i + 1)}\n");
        }
    }

    private static string Describe(sock_filter instruction, int next) => (int)instruction.code switch
    {
        BPF_LD | BPF_W | BPF_ABS => $"A = data[{instruction.k}]",
        BPF_ALU | BPF_AND | BPF_K => $"A &= 0x{instruction.k:x}",
        BPF_JMP | BPF_JA => $"goto {next + instruction.k}",
        BPF_JMP | BPF_JEQ | BPF_K => Branch("==", instruction, next),
        BPF_JMP | BPF_JGT | BPF_K => Branch(">", instruction, next),
        BPF_JMP | BPF_JGE | BPF_K => Branch(">=", instruction, next),
        BPF_JMP | BPF_JSET | BPF_K => Branch("&", instruction, next),
        BPF_RET | BPF_K => $"return {Verdict(instruction.k)}",
        _ => $"code 0x{instruction.code:x} jt {instruction.jt} jf {instruction.jf} k 0x{instruction.k:x}",
    };

    private static string Branch(string test, sock_filter instruction, int next) =>
        $"if (A {test} 0x{instruction.k:x}) goto {next + instruction.jt} else goto {next + instruction.jf}";

    private static string Verdict(uint value)
    {
        uint data = value & SECCOMP_RET_DATA;
        return (value & SECCOMP_RET_ACTION_FULL) switch
        {
            SECCOMP_RET_KILL_PROCESS => "KILL_PROCESS",
            SECCOMP_RET_KILL_THREAD => "KILL_THREAD",
            SECCOMP_RET_TRAP => "TRAP",
            SECCOMP_RET_ERRNO => $"ERRNO({Errno.Name((int)data)})",
            SECCOMP_RET_USER_NOTIF => "USER_NOTIF",
            SECCOMP_RET_TRACE => $"TRACE({data})",
            SECCOMP_RET_LOG => "LOG",
            SECCOMP_RET_ALLOW => "ALLOW",
            _ => $"0x{value:x}",
        };
    }
}
