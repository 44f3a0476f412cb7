using System;
using Runtime.Config;
using Runtime.Plan;
using Xunit;
using static Runtime.Syscalls.Flags;

namespace Runtime.Tests.Plan;

/// <summary>What a filter costs a container: instructions executed for a call, and the length that the kernel translates at start.</summary>
public sealed class SeccompCostTests(ITestOutputHelper output)
{
    private static readonly string[] s_commonest = ["read", "write", "close", "fstat", "mmap", "futex", "epoll_wait", "openat", "recvfrom", "clock_gettime"];

    public static TheoryData<string> Captured => [.. Profiles.Captured];

    [Theory]
    [MemberData(nameof(Captured))]
    public void The_commonest_calls_cost_less_than_under_libseccomp(string profile)
    {
        SeccompSpec spec = Profiles.Read(profile);
        BpfSimulator ours = new(SeccompCompiler.Compile(spec, SeccompArch.SCMP_ARCH_X86_64).Instructions, isBigEndian: false);
        BpfSimulator list = new(Libseccomp.TryCompile(spec, SeccompArch.SCMP_ARCH_X86_64, isTree: false), isBigEndian: false);
        BpfSimulator tree = new(Libseccomp.TryCompile(spec, SeccompArch.SCMP_ARCH_X86_64, isTree: true), isBigEndian: false);

        output.WriteLine($"{profile,-16}{"ours",6}{"list",6}{"tree",6}");
        output.WriteLine($"{"length",-16}{ours.Length,6}{list.Length,6}{tree.Length,6}");
        int total = 0;
        int listTotal = 0;
        foreach (string name in s_commonest)
        {
            SystemCallRecord call = new(AUDIT_ARCH_X86_64, SyscallTable.x86_64[SyscallTable.Find(name)]);
            Assert.Equal(SECCOMP_RET_ALLOW, ours.Run(call, out int cost));
            list.Run(call, out int listCost);
            tree.Run(call, out int treeCost);
            output.WriteLine($"{name,-16}{cost,6}{listCost,6}{treeCost,6}");

            total += cost;
            listTotal += listCost;

            Assert.True(cost < Math.Min(listCost, treeCost), $"{name}: {cost} instructions, in libseccomp's list {listCost}, in its tree {treeCost}");
        }

        // libseccomp's list, which is what crun loads, is good to the first few calls and bad to all others.
        Assert.True(total * 12 < listTotal, $"the ten together: {total} instructions, in libseccomp's list {listTotal}");
        Assert.True(ours.Length * 3 < list.Length, $"{ours.Length} instructions, libseccomp {list.Length}");
    }
}
