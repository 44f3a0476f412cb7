namespace Runtime.Syscalls;

/// <summary>seccomp(2) and the architectures its filters see.</summary>
public static partial class Flags
{
    public const uint SECCOMP_SET_MODE_STRICT = 0;
    public const uint SECCOMP_SET_MODE_FILTER = 1;
    public const uint SECCOMP_GET_ACTION_AVAIL = 2;
    public const uint SECCOMP_GET_NOTIF_SIZES = 3;
    public const uint SECCOMP_MODE_FILTER = 2;

    public const uint SECCOMP_FILTER_FLAG_TSYNC = 1;
    public const uint SECCOMP_FILTER_FLAG_LOG = 2;
    public const uint SECCOMP_FILTER_FLAG_SPEC_ALLOW = 4;
    public const uint SECCOMP_FILTER_FLAG_NEW_LISTENER = 8;
    public const uint SECCOMP_FILTER_FLAG_TSYNC_ESRCH = 0x10;
    public const uint SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV = 0x20;

    public const uint SECCOMP_RET_KILL_PROCESS = 0x80000000;
    public const uint SECCOMP_RET_KILL_THREAD = 0;
    public const uint SECCOMP_RET_TRAP = 0x30000;
    public const uint SECCOMP_RET_ERRNO = 0x50000;
    public const uint SECCOMP_RET_USER_NOTIF = 0x7fc00000;
    public const uint SECCOMP_RET_TRACE = 0x7ff00000;
    public const uint SECCOMP_RET_LOG = 0x7ffc0000;
    public const uint SECCOMP_RET_ALLOW = 0x7fff0000;
    public const uint SECCOMP_RET_ACTION_FULL = 0xffff0000;
    public const uint SECCOMP_RET_DATA = 0xffff;

    public const uint AUDIT_ARCH_X86_64 = 0xc000003e;
    public const uint AUDIT_ARCH_I386 = 0x40000003;
    public const uint AUDIT_ARCH_AARCH64 = 0xc00000b7;
    public const uint AUDIT_ARCH_ARM = 0x40000028;
    public const uint AUDIT_ARCH_MIPS = 8;
    public const uint AUDIT_ARCH_MIPSEL = 0x40000008;
    public const uint AUDIT_ARCH_MIPS64 = 0x80000008;
    public const uint AUDIT_ARCH_MIPSEL64 = 0xc0000008;
    public const uint AUDIT_ARCH_MIPS64N32 = 0xa0000008;
    public const uint AUDIT_ARCH_MIPSEL64N32 = 0xe0000008;
    public const uint AUDIT_ARCH_PPC = 0x14;
    public const uint AUDIT_ARCH_PPC64 = 0x80000015;
    public const uint AUDIT_ARCH_PPC64LE = 0xc0000015;
    public const uint AUDIT_ARCH_S390 = 0x16;
    public const uint AUDIT_ARCH_S390X = 0x80000016;
    public const uint AUDIT_ARCH_PARISC = 0xf;
    public const uint AUDIT_ARCH_PARISC64 = 0x8000000f;
    public const uint AUDIT_ARCH_RISCV64 = 0xc00000f3;
    public const uint AUDIT_ARCH_LOONGARCH64 = 0xc0000102;
    public const uint AUDIT_ARCH_M68K = 4;
    public const uint AUDIT_ARCH_SH = 0x2a;
    public const uint AUDIT_ARCH_SHEL = 0x4000002a;
}
