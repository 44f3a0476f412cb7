using System.Buffers.Binary;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Runtime.Config;
using Runtime.Plan;
using Runtime.Syscalls;
using Xunit;
using static Runtime.Syscalls.Flags;

namespace Runtime.Tests.Plan;

/// <summary>What runc and crun compile filters with: the reference our compiler is held against.</summary>
internal static partial class Libseccomp
{
    private const uint ArchitectureX32 = 0x4000003e;
    private const int AttributeOptimize = 8;
    private const int Unknown = -1;

    /// <summary>The architectures that libseccomp 2.5 can make filters for.</summary>
    public static readonly SeccompArch[] Architectures =
    [
        SeccompArch.SCMP_ARCH_X86_64, SeccompArch.SCMP_ARCH_X86, SeccompArch.SCMP_ARCH_X32,
        SeccompArch.SCMP_ARCH_AARCH64, SeccompArch.SCMP_ARCH_ARM,
        SeccompArch.SCMP_ARCH_RISCV64,
        SeccompArch.SCMP_ARCH_S390X, SeccompArch.SCMP_ARCH_S390,
        SeccompArch.SCMP_ARCH_PPC64LE, SeccompArch.SCMP_ARCH_PPC64, SeccompArch.SCMP_ARCH_PPC,
        SeccompArch.SCMP_ARCH_MIPS, SeccompArch.SCMP_ARCH_MIPS64, SeccompArch.SCMP_ARCH_MIPS64N32,
        SeccompArch.SCMP_ARCH_MIPSEL, SeccompArch.SCMP_ARCH_MIPSEL64, SeccompArch.SCMP_ARCH_MIPSEL64N32,
        SeccompArch.SCMP_ARCH_PARISC, SeccompArch.SCMP_ARCH_PARISC64,
    ];

    /// <summary>The names of a profile that this libseccomp does not know, and a runtime built on it ignores.</summary>
    public static bool Knows(string name) => seccomp_syscall_resolve_name(name) != Unknown;

    /// <summary>The number of a call; negative where the architecture has none.</summary>
    public static int NumberOf(SeccompArch architecture, string name)
    {
        return seccomp_syscall_resolve_name_arch(Token(architecture), name);
    }

    /// <summary>libseccomp's own numbers for the calls of socketcall(2) and ipc(2), even where they have real ones beside.</summary>
    public static bool IsMultiplexed(long number) => number is < -100 and > -300;

    /// <summary>Does as runc does (libcontainer/seccomp), less its prologue that answers newer calls with ENOSYS.</summary>
    /// <returns>
    /// Null where it refuses two rules that contradict each other (EEXIST), and where it loses the load of the number: 2.5 does
    /// when the first call it would test for is one that the architecture does not have.
    /// </returns>
    /// <remarks>A tree: the search of numbers that runc asks for beyond 32 rules.</remarks>
    public static sock_filter[]? TryCompile(SeccompSpec spec, SeccompArch native, bool isTree)
    {
        uint defaultVerdict = ReferenceFilter.VerdictOf(spec.DefaultAction, spec.DefaultErrnoRet);
        nint context = seccomp_init(defaultVerdict);
        Assert.NotEqual(0, context);
        try
        {
            Assert.Equal(0, seccomp_arch_remove(context, 0));
            Assert.Equal(0, seccomp_arch_add(context, Token(native)));
            foreach (SeccompArch architecture in spec.Architectures.Where(a => a != native).Distinct())
            {
                Assert.Equal(0, seccomp_arch_add(context, Token(architecture)));
            }

            Assert.Equal(0, seccomp_attr_set(context, AttributeOptimize, isTree ? 2u : 1u));
            foreach (ReferenceFilter.Rule rule in ReferenceFilter.RulesOf(spec).Where(rule => rule.Verdict != defaultVerdict))
            {
                int number = seccomp_syscall_resolve_name(rule.Name);
                if (number != Unknown && !TryAdd(context, rule, number))
                {
                    return null;
                }
            }

            sock_filter[] code = Export(context, SeccompAbi.Of(native).IsBigEndian);
            int loads = code.Count(at => at is { code: BPF_LD | BPF_W | BPF_ABS, k: 0 });
            int sections = spec.Architectures.Append(native).Select(architecture => SeccompAbi.Of(architecture).Audit).Distinct().Count();
            return loads < sections && spec.Syscalls.Length > 0 ? null : code;
        }
        finally
        {
            seccomp_release(context);
        }
    }

    private static bool TryAdd(nint context, ReferenceFilter.Rule rule, int number)
    {
        Comparison[] comparisons = rule.Conditions.Select(condition => new Comparison
        {
            Argument = condition.Index,
            Operator = 1 + (int)condition.Op,
            First = condition.Value,
            Second = condition.ValueTwo,
        }).ToArray();
        int result = seccomp_rule_add_array(context, rule.Verdict, number, (uint)comparisons.Length, comparisons);
        Assert.True(result is 0 or -Errno.EEXIST, $"seccomp_rule_add_array {rule.Name}: {result}");
        return result == 0;
    }

    private static sock_filter[] Export(nint context, bool isBigEndian)
    {
        string path = Path.GetTempFileName();
        using SafeFileHandle file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, FileOptions.DeleteOnClose);
        Assert.Equal(0, seccomp_export_bpf(context, (int)file.DangerousGetHandle()));
        byte[] bytes = new byte[RandomAccess.GetLength(file)];
        RandomAccess.Read(file, bytes, 0);
        sock_filter[] code = MemoryMarshal.Cast<byte, sock_filter>(bytes).ToArray();
        for (int i = 0; isBigEndian && i < code.Length; i++)
        {
            // Compiling for a machine of the other byte order, libseccomp forgets to turn some of the verdicts round.
            code[i].code = BinaryPrimitives.ReverseEndianness(code[i].code);
            bool isForgotten = code[i].code == (BPF_RET | BPF_K) && IsVerdict(code[i].k);
            code[i].k = isForgotten ? code[i].k : BinaryPrimitives.ReverseEndianness(code[i].k);
        }

        return code;
    }

    private static bool IsVerdict(uint k) => (k & SECCOMP_RET_ACTION_FULL) is SECCOMP_RET_KILL_PROCESS or SECCOMP_RET_TRAP or SECCOMP_RET_ERRNO
        or SECCOMP_RET_USER_NOTIF or SECCOMP_RET_TRACE or SECCOMP_RET_LOG or SECCOMP_RET_ALLOW || k == SECCOMP_RET_KILL_THREAD;

    private static uint Token(SeccompArch architecture)
    {
        return architecture == SeccompArch.SCMP_ARCH_X32 ? ArchitectureX32 : SeccompAbi.Of(architecture).Audit;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Comparison
    {
        public uint Argument;
        public int Operator;
        public ulong First;
        public ulong Second;
    }

    [LibraryImport("libseccomp.so.2")]
    private static partial nint seccomp_init(uint defaultAction);

    [LibraryImport("libseccomp.so.2")]
    private static partial void seccomp_release(nint context);

    [LibraryImport("libseccomp.so.2")]
    private static partial int seccomp_arch_add(nint context, uint token);

    [LibraryImport("libseccomp.so.2")]
    private static partial int seccomp_arch_remove(nint context, uint token);

    [LibraryImport("libseccomp.so.2")]
    private static partial int seccomp_attr_set(nint context, int attribute, uint value);

    [LibraryImport("libseccomp.so.2", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int seccomp_syscall_resolve_name(string name);

    [LibraryImport("libseccomp.so.2", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int seccomp_syscall_resolve_name_arch(uint token, string name);

    [LibraryImport("libseccomp.so.2")]
    private static partial int seccomp_rule_add_array(nint context, uint action, int number, uint count, [In] Comparison[] comparisons);

    [LibraryImport("libseccomp.so.2")]
    private static partial int seccomp_export_bpf(nint context, int descriptor);
}
