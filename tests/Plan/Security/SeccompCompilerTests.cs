using System;
using System.Linq;
using Runtime.Config;
using Runtime.Plan;
using Xunit;
using static Runtime.Syscalls.Flags;

namespace Runtime.Tests.Plan;

public sealed class SeccompCompilerTests
{
    private const uint Enosys = SECCOMP_RET_ERRNO | 38;

    [Theory]
    [InlineData(nameof(SeccompAction.SCMP_ACT_ERRNO), Enosys)]
    [InlineData(nameof(SeccompAction.SCMP_ACT_KILL_PROCESS), Enosys)]
    [InlineData(nameof(SeccompAction.SCMP_ACT_ALLOW), SECCOMP_RET_ALLOW)]
    [InlineData(nameof(SeccompAction.SCMP_ACT_LOG), SECCOMP_RET_LOG)]
    [InlineData(nameof(SeccompAction.SCMP_ACT_TRACE), SECCOMP_RET_TRACE | 1)]
    public void A_call_newer_than_the_profile_is_not_there_unless_the_default_lets_it_through(string action, uint verdict)
    {
        BpfSimulator filter = Compile(new SeccompSpec { DefaultAction = Enum.Parse<SeccompAction>(action), Syscalls = [Rule(SeccompAction.SCMP_ACT_TRAP, "openat2")] });

        Assert.Equal(verdict, filter.Run(new SystemCallRecord(AUDIT_ARCH_X86_64, 438)));
        Assert.Equal(SECCOMP_RET_TRAP, filter.Run(new SystemCallRecord(AUDIT_ARCH_X86_64, 437)));
    }

    [Fact]
    public void An_x32_call_is_killed_where_only_x86_64_is_listed()
    {
        BpfSimulator filter = Compile(new SeccompSpec { DefaultAction = SeccompAction.SCMP_ACT_ALLOW });

        Assert.Equal(SECCOMP_RET_KILL_THREAD, filter.Run(new SystemCallRecord(AUDIT_ARCH_X86_64, 0x40000000)));
        Assert.Equal(SECCOMP_RET_KILL_THREAD, filter.Run(new SystemCallRecord(AUDIT_ARCH_I386, 1)));
        Assert.Equal(SECCOMP_RET_ALLOW, filter.Run(new SystemCallRecord(AUDIT_ARCH_X86_64, uint.MaxValue)));
    }

    [Fact]
    public void Low_calls_are_answered_before_the_architecture_is_known_only_where_the_kernel_has_no_other()
    {
        SeccompSpec spec = new() { DefaultAction = SeccompAction.SCMP_ACT_ERRNO, Syscalls = [Rule(SeccompAction.SCMP_ACT_ALLOW, "restart_syscall", "exit", "read", "write")] };

        BpfSimulator native = Compile(spec);
        Assert.Equal(SECCOMP_RET_KILL_THREAD, native.Run(new SystemCallRecord(AUDIT_ARCH_I386, 0)));
        Assert.Equal(SECCOMP_RET_KILL_THREAD, native.Run(new SystemCallRecord(AUDIT_ARCH_AARCH64, 0)));

        // 0 and 1 are read and write of x86-64, restart_syscall and exit of x86; 2 is open and fork.
        BpfSimulator all = Compile(spec with { Architectures = [SeccompArch.SCMP_ARCH_X86] });
        foreach (uint audit in new[] { AUDIT_ARCH_X86_64, AUDIT_ARCH_I386 })
        {
            Assert.Equal(SECCOMP_RET_ALLOW, all.Run(new SystemCallRecord(audit, 0)));
            Assert.Equal(SECCOMP_RET_ALLOW, all.Run(new SystemCallRecord(audit, 1), out int executed));
            Assert.Equal(3, executed);
            Assert.Equal(SECCOMP_RET_ERRNO | 1, all.Run(new SystemCallRecord(audit, 2)));
        }

        Assert.Equal(SECCOMP_RET_KILL_THREAD, all.Run(new SystemCallRecord(AUDIT_ARCH_AARCH64, 2)));
    }

    [Fact]
    public void Names_that_no_listed_architecture_has_are_reported()
    {
        SeccompSpec spec = new()
        {
            DefaultAction = SeccompAction.SCMP_ACT_ERRNO,
            Architectures = [SeccompArch.SCMP_ARCH_X86],
            Syscalls = [Rule(SeccompAction.SCMP_ACT_ALLOW, "read", "no_such_call", "chown32", "send", "set_tls")],
        };

        Assert.Equal(["no_such_call", "set_tls"], SeccompCompiler.Compile(spec, SeccompArch.SCMP_ARCH_X86_64).Ignored);
    }

    [Fact]
    public void Absent_flags_mean_spec_allow_and_an_empty_list_means_none()
    {
        SeccompSpec spec = new() { DefaultAction = SeccompAction.SCMP_ACT_ALLOW };

        Assert.Equal(SECCOMP_FILTER_FLAG_SPEC_ALLOW, FlagsOf(spec));
        Assert.Equal(0u, FlagsOf(spec with { Flags = [] }));
        Assert.Equal(SECCOMP_FILTER_FLAG_LOG, FlagsOf(spec with { Flags = [SeccompFlag.SECCOMP_FILTER_FLAG_LOG, SeccompFlag.SECCOMP_FILTER_FLAG_TSYNC, SeccompFlag.SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV] }));
    }

    [Fact]
    public void A_rule_that_notifies_needs_a_listener()
    {
        SeccompSpec spec = new()
        {
            DefaultAction = SeccompAction.SCMP_ACT_ALLOW,
            Flags = [SeccompFlag.SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV],
            ListenerPath = "/run/agent",
            Syscalls = [Rule(SeccompAction.SCMP_ACT_NOTIFY, "mount")],
        };

        Assert.True(SeccompCompiler.Compile(spec, SeccompArch.SCMP_ARCH_X86_64).NeedsListener);
        Assert.Equal(SECCOMP_FILTER_FLAG_NEW_LISTENER | SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV, FlagsOf(spec));
    }

    [Fact]
    public void An_architecture_of_the_other_byte_order_is_refused()
    {
        SeccompSpec spec = new() { DefaultAction = SeccompAction.SCMP_ACT_ALLOW, Architectures = [SeccompArch.SCMP_ARCH_X86, SeccompArch.SCMP_ARCH_PPC] };

        ConfigException failure = Assert.Throws<ConfigException>(() => SeccompCompiler.Compile(spec, SeccompArch.SCMP_ARCH_X86_64));

        Assert.Equal(
            "config.json: linux.seccomp.architectures[1]: \"SCMP_ARCH_PPC\" does not have the byte order of \"SCMP_ARCH_X86_64\", which this machine is",
            failure.Message);
    }

    [Fact]
    public void A_profile_too_large_for_the_kernel_is_refused()
    {
        SeccompSpec spec = ManyValues(4200);

        ConfigException failure = Assert.Throws<ConfigException>(() => SeccompCompiler.Compile(spec, SeccompArch.SCMP_ARCH_X86_64));

        Assert.Equal("config.json: linux.seccomp: the rules need 4283 instructions, the kernel takes at most 4096", failure.Message);
    }

    [Fact]
    public void Jumps_over_more_than_a_branch_can_skip_arrive()
    {
        BpfSimulator filter = Compile(ManyValues(1500));

        Assert.Equal(SECCOMP_RET_TRAP, filter.Run(new SystemCallRecord(AUDIT_ARCH_X86_64, 16, 0, 7)));
        Assert.Equal(SECCOMP_RET_TRAP, filter.Run(new SystemCallRecord(AUDIT_ARCH_X86_64, 16, 0, 7 * 1500)));
        Assert.Equal(SECCOMP_RET_ALLOW, filter.Run(new SystemCallRecord(AUDIT_ARCH_X86_64, 16, 0, 7 * 1501)));
        Assert.Equal(SECCOMP_RET_ALLOW, filter.Run(new SystemCallRecord(AUDIT_ARCH_X86_64, 16, 0, 7 + (1ul << 32))));
        Assert.Equal(SECCOMP_RET_KILL_PROCESS, filter.Run(new SystemCallRecord(AUDIT_ARCH_X86_64, 17)));
    }

    [Fact]
    public void The_listing_names_calls_and_verdicts()
    {
        SeccompSpec spec = new()
        {
            DefaultAction = SeccompAction.SCMP_ACT_ALLOW,
            Syscalls =
            [
                Rule(SeccompAction.SCMP_ACT_ERRNO, "ptrace", "no_such_call"),
                Rule(SeccompAction.SCMP_ACT_TRAP, "personality") with { Args = [Is(0, 8)] },
            ],
        };

        Assert.Equal(
            """
               0  load architecture
               1  if == SCMP_ARCH_X86_64 goto 2 else 16
               2  load number
               3  if >= 101 (ptrace) goto 4 else 15
               4  if >= 136 (ustat) goto 13 else 5
               5  if >= 135 (personality) goto 8 else 6
               6  if >= 102 (getuid) goto 15 else 7
               7  return ERRNO EPERM
               8  load argument 0, upper half
               9  if == 0x0 goto 10 else 15
              10  load argument 0, lower half
              11  if == 0x8 goto 12 else 15
              12  return TRAP
              13  if >= 1073741824 (x32 read) goto 14 else 15
              14  if >= 4294967295 goto 15 else 16
              15  return ALLOW
              16  return KILL_THREAD
            ignored: no_such_call

            """,
            SeccompListing.Write(SeccompCompiler.Compile(spec, SeccompArch.SCMP_ARCH_X86_64), SeccompArch.SCMP_ARCH_X86_64));
    }

    private static SeccompSpec ManyValues(int count) => new()
    {
        DefaultAction = SeccompAction.SCMP_ACT_ALLOW,
        Syscalls =
        [
            Rule(SeccompAction.SCMP_ACT_TRAP, "ioctl") with { Args = [.. Enumerable.Range(1, count).Select(i => Is(1, 7 * (ulong)i))] },
            Rule(SeccompAction.SCMP_ACT_KILL_PROCESS, "pread64"),
        ],
    };

    private static SeccompSyscallSpec Rule(SeccompAction action, params string[] names) => new() { Names = names, Action = action };

    private static SeccompArgSpec Is(uint index, ulong value) => new() { Index = index, Value = value, Op = SeccompOperator.SCMP_CMP_EQ };

    private static uint FlagsOf(SeccompSpec spec) => SeccompCompiler.Compile(spec, SeccompArch.SCMP_ARCH_X86_64).Flags;

    private static BpfSimulator Compile(SeccompSpec spec) => new(SeccompCompiler.Compile(spec, SeccompArch.SCMP_ARCH_X86_64).Instructions, isBigEndian: false);
}
