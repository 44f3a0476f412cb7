using System;
using System.Linq;
using Runtime.Config;

namespace Runtime.Tests.Plan;

/// <summary>Profiles nobody would write, the same ones in every run.</summary>
internal static class RandomProfile
{
    // Not semop: libseccomp 2.5 forgets that ipc(2) carries it.
    private static readonly string[] s_names =
    [
        "read", "write", "open", "close", "openat", "openat2", "clone", "clone3", "personality", "ioctl", "mmap", "mmap2", "mprotect",
        "socket", "connect", "bind", "accept", "accept4", "sendmsg", "send", "recvmmsg", "socketcall", "ipc", "semget", "shmat", "msgctl",
        "prctl", "bpf", "keyctl", "ptrace", "kill", "futex", "epoll_wait", "clock_gettime64", "fadvise64", "umount2", "fchmodat2", "set_tls", "no_such_call",
    ];

    private static readonly ulong[] s_values =
    [
        0, 1, 2, 5, 8, 16, 40, 255, 0x20000, 0x7e020000, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff,
        0x1_0000_0000, 0x1_0000_0005, 0x5_0000_0000, 0x7fffffff_ffffffff, 0xffffffff_00000000, 0xffffffff_ffffffff,
    ];

    private static readonly SeccompArch[][] s_machines =
    [
        [SeccompArch.SCMP_ARCH_X86_64], [SeccompArch.SCMP_ARCH_X86_64, SeccompArch.SCMP_ARCH_X86],
        [SeccompArch.SCMP_ARCH_X86_64, SeccompArch.SCMP_ARCH_X86, SeccompArch.SCMP_ARCH_X32], [SeccompArch.SCMP_ARCH_X86_64, SeccompArch.SCMP_ARCH_X32],
        [SeccompArch.SCMP_ARCH_AARCH64, SeccompArch.SCMP_ARCH_ARM], [SeccompArch.SCMP_ARCH_S390X, SeccompArch.SCMP_ARCH_S390],
        [SeccompArch.SCMP_ARCH_PPC64LE], [SeccompArch.SCMP_ARCH_RISCV64], [SeccompArch.SCMP_ARCH_MIPS64, SeccompArch.SCMP_ARCH_MIPS, SeccompArch.SCMP_ARCH_MIPS64N32],
    ];

    /// <summary>The native architecture is the first of the profile's.</summary>
    public static SeccompSpec Create(int seed)
    {
        Random random = new(seed);
        SeccompAction defaultAction = Pick(random, Enum.GetValues<SeccompAction>().Where(action => action != SeccompAction.SCMP_ACT_NOTIFY).ToArray());
        return new SeccompSpec
        {
            DefaultAction = defaultAction,
            DefaultErrnoRet = ErrnoFor(random, defaultAction),
            Architectures = Pick(random, s_machines),
            ListenerPath = "/run/agent",
            Syscalls = [.. Enumerable.Range(0, random.Next(1, 12)).Select(_ => CreateRule(random))],
        };
    }

    private static SeccompSyscallSpec CreateRule(Random random)
    {
        SeccompAction action = Pick(random, Enum.GetValues<SeccompAction>());
        string[] names = [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => Pick(random, s_names)).Distinct()];
        return new SeccompSyscallSpec
        {
            Names = action == SeccompAction.SCMP_ACT_NOTIFY ? [.. names.Where(name => name != "write").DefaultIfEmpty("read")] : names,
            Action = action,
            ErrnoRet = ErrnoFor(random, action),
            Args = random.Next(3) == 0 ? [] : [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => CreateCondition(random))],
        };
    }

    private static SeccompArgSpec CreateCondition(Random random)
    {
        SeccompOperator op = Pick(random, Enum.GetValues<SeccompOperator>());
        ulong value = Pick(random, s_values);

        // A mask of 0, or of 0 in 32 bits, is no condition at all, and makes libseccomp prefer the rule to all others.
        bool isNoMask = op == SeccompOperator.SCMP_CMP_MASKED_EQ && (uint)value == 0;
        return new SeccompArgSpec
        {
            Index = (uint)random.Next(random.Next(2) == 0 ? 2 : 6),
            Value = isNoMask ? value | 0xff : value,
            ValueTwo = Pick(random, s_values),
            Op = op,
        };
    }

    private static uint? ErrnoFor(Random random, SeccompAction action)
    {
        bool returnsErrno = action is SeccompAction.SCMP_ACT_ERRNO or SeccompAction.SCMP_ACT_TRACE;
        return returnsErrno && random.Next(2) == 0 ? (uint)random.Next(1, 100) : null;
    }

    private static T Pick<T>(Random random, T[] from) => from[random.Next(from.Length)];
}
