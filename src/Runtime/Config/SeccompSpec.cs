namespace Runtime.Config;

/// <summary><c>linux.seccomp</c>: the system calls the container may make (runtime-spec 1.3, config-linux.md, Seccomp).</summary>
internal sealed record SeccompSpec
{
    public required SeccompAction DefaultAction { get; init; }

    /// <summary>The errno of <see cref="DefaultAction"/> when it is ERRNO or TRACE; null means EPERM.</summary>
    public uint? DefaultErrnoRet { get; init; }

    /// <summary>The architectures beside the native one, which is always filtered.</summary>
    public SeccompArch[] Architectures { get; init; } = [];

    /// <summary>The flags of seccomp(2); null (absent) means SPEC_ALLOW where the kernel has it, an empty list means none.</summary>
    public SeccompFlag[]? Flags { get; init; }

    /// <summary>The socket of the agent that answers NOTIFY; absolute.</summary>
    public string? ListenerPath { get; init; }

    public string? ListenerMetadata { get; init; }

    public SeccompSyscallSpec[] Syscalls { get; init; } = [];
}

/// <summary>One rule of <c>linux.seccomp.syscalls</c>.</summary>
internal sealed record SeccompSyscallSpec
{
    /// <summary>At least one name; names the kernel headers do not know are skipped.</summary>
    public required string[] Names { get; init; }

    public required SeccompAction Action { get; init; }

    /// <summary>The errno of an ERRNO or TRACE action; null means EPERM.</summary>
    public uint? ErrnoRet { get; init; }

    public SeccompArgSpec[] Args { get; init; } = [];
}

/// <summary>One condition on an argument of a system call.</summary>
internal sealed record SeccompArgSpec
{
    /// <summary>0 to 5.</summary>
    public required uint Index { get; init; }

    public required ulong Value { get; init; }

    /// <summary>The datum of <see cref="SeccompOperator.SCMP_CMP_MASKED_EQ"/>, whose mask is <see cref="Value"/>.</summary>
    public ulong ValueTwo { get; init; }

    public required SeccompOperator Op { get; init; }
}

/// <summary>What happens to a system call; the names are the specification's. KILL means KILL_THREAD.</summary>
internal enum SeccompAction
{
    SCMP_ACT_KILL,
    SCMP_ACT_KILL_PROCESS,
    SCMP_ACT_KILL_THREAD,
    SCMP_ACT_TRAP,
    SCMP_ACT_ERRNO,
    SCMP_ACT_TRACE,
    SCMP_ACT_ALLOW,
    SCMP_ACT_LOG,
    SCMP_ACT_NOTIFY,
}

/// <summary>How an argument is compared with the value, unsigned and 64 bits wide.</summary>
internal enum SeccompOperator
{
    SCMP_CMP_NE,
    SCMP_CMP_LT,
    SCMP_CMP_LE,
    SCMP_CMP_EQ,
    SCMP_CMP_GE,
    SCMP_CMP_GT,
    SCMP_CMP_MASKED_EQ,
}

/// <summary>The architectures of the specification.</summary>
internal enum SeccompArch
{
    SCMP_ARCH_X86,
    SCMP_ARCH_X86_64,
    SCMP_ARCH_X32,
    SCMP_ARCH_ARM,
    SCMP_ARCH_AARCH64,
    SCMP_ARCH_MIPS,
    SCMP_ARCH_MIPS64,
    SCMP_ARCH_MIPS64N32,
    SCMP_ARCH_MIPSEL,
    SCMP_ARCH_MIPSEL64,
    SCMP_ARCH_MIPSEL64N32,
    SCMP_ARCH_PPC,
    SCMP_ARCH_PPC64,
    SCMP_ARCH_PPC64LE,
    SCMP_ARCH_S390,
    SCMP_ARCH_S390X,
    SCMP_ARCH_PARISC,
    SCMP_ARCH_PARISC64,
    SCMP_ARCH_RISCV64,
    SCMP_ARCH_LOONGARCH64,
    SCMP_ARCH_M68K,
    SCMP_ARCH_SH,
    SCMP_ARCH_SHEB,
}

/// <summary>The flags of seccomp(2) a configuration may ask for.</summary>
internal enum SeccompFlag
{
    SECCOMP_FILTER_FLAG_TSYNC,
    SECCOMP_FILTER_FLAG_LOG,
    SECCOMP_FILTER_FLAG_SPEC_ALLOW,
    SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV,
}
