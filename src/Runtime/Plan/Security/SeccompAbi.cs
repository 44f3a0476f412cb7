using System;
using System.Runtime.InteropServices;
using Runtime.Config;
using static Runtime.Syscalls.Flags;

namespace Runtime.Plan;

/// <summary>What a filter must know of one way to make system calls.</summary>
internal readonly ref struct SeccompAbi
{
    /// <summary>arm's private calls have offsets from here, and numbers from <see cref="ArmPrivateFirst"/>.</summary>
    private const int ArmPrivateOffset = 1000;

    private const uint ArmPrivateFirst = 0x0f0000;

    /// <summary>Every offset of every ABI is below this.</summary>
    public const int Offsets = 1024;

    /// <summary>The bit that tells the x32 calls of an x86-64 kernel from the others.</summary>
    public const uint X32Bit = 0x40000000;

    private SeccompAbi(uint audit, ReadOnlySpan<ushort> column, uint first = 0, bool wide = false, bool bigEndian = false)
    {
        Audit = audit;
        Column = column;
        First = first;
        IsWide = wide;
        IsBigEndian = bigEndian;
    }

    /// <summary>The <c>AUDIT_ARCH_</c> the kernel reports for it; x86-64 and x32 share one.</summary>
    public uint Audit { get; }

    /// <summary>Its column of <see cref="SyscallTable"/>: offsets from <see cref="First"/>.</summary>
    public ReadOnlySpan<ushort> Column { get; }

    public uint First { get; }

    /// <summary>Arguments have 64 bits.</summary>
    public bool IsWide { get; }

    public bool IsBigEndian { get; }

    /// <summary>The ABI of this program, which every filter covers.</summary>
    public static SeccompArch Native => RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => SeccompArch.SCMP_ARCH_X86_64,
        Architecture.X86 => SeccompArch.SCMP_ARCH_X86,
        Architecture.Arm64 => SeccompArch.SCMP_ARCH_AARCH64,
        Architecture.Arm => SeccompArch.SCMP_ARCH_ARM,
        Architecture.S390x => SeccompArch.SCMP_ARCH_S390X,
        Architecture.Ppc64le => SeccompArch.SCMP_ARCH_PPC64LE,
        Architecture.LoongArch64 => SeccompArch.SCMP_ARCH_LOONGARCH64,
        Architecture.RiscV64 => SeccompArch.SCMP_ARCH_RISCV64,
        Architecture other => throw new PlatformNotSupportedException($"seccomp on {other}"),
    };

    public static SeccompAbi Of(SeccompArch arch) => arch switch
    {
        SeccompArch.SCMP_ARCH_X86 => new(AUDIT_ARCH_I386, SyscallTable.x86),
        SeccompArch.SCMP_ARCH_X86_64 => new(AUDIT_ARCH_X86_64, SyscallTable.x86_64, wide: true),
        SeccompArch.SCMP_ARCH_X32 => new(AUDIT_ARCH_X86_64, SyscallTable.x32, first: X32Bit),
        SeccompArch.SCMP_ARCH_ARM => new(AUDIT_ARCH_ARM, SyscallTable.arm),
        SeccompArch.SCMP_ARCH_AARCH64 => new(AUDIT_ARCH_AARCH64, SyscallTable.aarch64, wide: true),
        SeccompArch.SCMP_ARCH_MIPS => new(AUDIT_ARCH_MIPS, SyscallTable.mips, first: 4000, bigEndian: true),
        SeccompArch.SCMP_ARCH_MIPS64 => new(AUDIT_ARCH_MIPS64, SyscallTable.mips64, first: 5000, wide: true, bigEndian: true),
        SeccompArch.SCMP_ARCH_MIPS64N32 => new(AUDIT_ARCH_MIPS64N32, SyscallTable.mips64n32, first: 6000, bigEndian: true),
        SeccompArch.SCMP_ARCH_MIPSEL => new(AUDIT_ARCH_MIPSEL, SyscallTable.mips, first: 4000),
        SeccompArch.SCMP_ARCH_MIPSEL64 => new(AUDIT_ARCH_MIPSEL64, SyscallTable.mips64, first: 5000, wide: true),
        SeccompArch.SCMP_ARCH_MIPSEL64N32 => new(AUDIT_ARCH_MIPSEL64N32, SyscallTable.mips64n32, first: 6000),
        SeccompArch.SCMP_ARCH_PPC => new(AUDIT_ARCH_PPC, SyscallTable.ppc, bigEndian: true),
        SeccompArch.SCMP_ARCH_PPC64 => new(AUDIT_ARCH_PPC64, SyscallTable.ppc64, wide: true, bigEndian: true),
        SeccompArch.SCMP_ARCH_PPC64LE => new(AUDIT_ARCH_PPC64LE, SyscallTable.ppc64, wide: true),
        SeccompArch.SCMP_ARCH_S390 => new(AUDIT_ARCH_S390, SyscallTable.s390, bigEndian: true),
        SeccompArch.SCMP_ARCH_S390X => new(AUDIT_ARCH_S390X, SyscallTable.s390x, wide: true, bigEndian: true),
        SeccompArch.SCMP_ARCH_PARISC => new(AUDIT_ARCH_PARISC, SyscallTable.parisc, bigEndian: true),
        SeccompArch.SCMP_ARCH_PARISC64 => new(AUDIT_ARCH_PARISC64, SyscallTable.parisc64, wide: true, bigEndian: true),
        SeccompArch.SCMP_ARCH_RISCV64 => new(AUDIT_ARCH_RISCV64, SyscallTable.riscv64, wide: true),
        SeccompArch.SCMP_ARCH_LOONGARCH64 => new(AUDIT_ARCH_LOONGARCH64, SyscallTable.loongarch64, wide: true),
        SeccompArch.SCMP_ARCH_M68K => new(AUDIT_ARCH_M68K, SyscallTable.m68k, bigEndian: true),
        SeccompArch.SCMP_ARCH_SH => new(AUDIT_ARCH_SHEL, SyscallTable.sh),
        SeccompArch.SCMP_ARCH_SHEB => new(AUDIT_ARCH_SH, SyscallTable.sh, bigEndian: true),
        _ => throw new ArgumentOutOfRangeException(nameof(arch)),
    };

    /// <summary>
    /// The one architecture that a kernel of this ABI reports beside its own, however a program enters it (the kernel's syscall_get_arch);
    /// 0 where there are more, or where the specification has no name for it.
    /// </summary>
    public uint OtherAudit => Audit switch
    {
        AUDIT_ARCH_X86_64 => AUDIT_ARCH_I386,
        AUDIT_ARCH_AARCH64 => AUDIT_ARCH_ARM,
        _ => 0,
    };

    /// <summary>The number in a register that an offset of the column means.</summary>
    public uint NumberOf(int offset)
    {
        return offset < ArmPrivateOffset ? First + (uint)offset : ArmPrivateFirst + (uint)(offset - ArmPrivateOffset);
    }

    /// <summary>The ABI has the call, or another one that carries it.</summary>
    public bool Has(int syscall)
    {
        return Column[syscall] != SyscallTable.Absent
            || (SyscallTable.socketcall[syscall] != SyscallTable.Absent && Column[SyscallTable.Find("socketcall")] != SyscallTable.Absent)
            || (SyscallTable.ipc[syscall] != SyscallTable.Absent && Column[SyscallTable.Find("ipc")] != SyscallTable.Absent);
    }
}
