using System;
using Runtime.Config;
using Runtime.Syscalls;
using static Runtime.Syscalls.Flags;

namespace Runtime.Plan;

/// <summary>The numbers of one audit architecture, cut into ranges of equal treatment.</summary>
internal sealed class SeccompNumbers(SeccompRules rules, bool answersNewerCalls)
{
    /// <summary>
    /// The answer to calls newer than the newest one that the profile names: a C library that tries a new call first must
    /// see that it is not there, and fall back, instead of EPERM.
    /// </summary>
    private const uint Newer = SECCOMP_RET_ERRNO | Errno.ENOSYS;

    // The commonest calls of servers and of programs that start.
    private static readonly string[] s_commonest =
    [
        "read", "write", "close", "fstat", "newfstatat", "mmap", "futex", "epoll_wait", "epoll_pwait", "openat", "recvfrom", "sendto", "clock_gettime",
    ];

    private readonly uint[] _commonest = new uint[s_commonest.Length];
    private Range[] _ranges = new Range[128];
    private int _count;
    private int _commonestCount;

    public ReadOnlySpan<Range> Ranges => _ranges.AsSpan(0, _count);

    /// <summary>The numbers that should be found soonest.</summary>
    public ReadOnlySpan<uint> Commonest => _commonest.AsSpan(0, _commonestCount);

    /// <summary>Replaces the ranges by those of the listed ABIs that share the audit architecture.</summary>
    public void Collect(SeccompArch[] listed, uint audit)
    {
        _count = 0;
        _commonestCount = 0;
        Add(0, chain: 0, isWide: false);
        for (SeccompArch architecture = 0; architecture <= SeccompArch.SCMP_ARCH_SHEB; architecture++)
        {
            SeccompAbi abi = SeccompAbi.Of(architecture);
            if (abi.Audit == audit && Array.IndexOf(listed, architecture) >= 0)
            {
                Add(abi);
                AddCommonest(abi);
            }
        }

        if (audit == AUDIT_ARCH_X86_64 && Array.IndexOf(listed, SeccompArch.SCMP_ARCH_X32) < 0)
        {
            RefuseX32();
        }
    }

    /// <summary>Leaves out the common calls below a number, which are answered before; false: there are none.</summary>
    public bool DropCommonestBelow(uint end)
    {
        int kept = 0;
        foreach (uint number in Commonest)
        {
            if (number >= end)
            {
                _commonest[kept++] = number;
            }
        }

        bool isAny = kept < _commonestCount;
        _commonestCount = kept;
        return isAny;
    }

    /// <summary>Adds the numbers of an ABI, which start above those that are there.</summary>
    private void Add(SeccompAbi abi)
    {
        Span<ushort> chains = stackalloc ushort[SeccompAbi.Offsets];
        chains.Clear();
        int newest = Scatter(abi, chains);
        int beyond = answersNewerCalls && newest >= 0 ? rules.Certain(Newer) : 0;
        if (beyond != 0 && abi.Audit is AUDIT_ARCH_S390 or AUDIT_ARCH_S390X)
        {
            // setup(2), which only the kernel itself ever called.
            chains[0] = (ushort)beyond;
        }

        int chain = -1;
        for (int offset = 0; offset <= newest; offset++)
        {
            if (chains[offset] != chain)
            {
                chain = chains[offset];
                Add(abi.NumberOf(offset), chain, abi.IsWide);
            }
        }

        Add(abi.NumberOf(newest + 1), beyond, abi.IsWide);
    }

    private void AddCommonest(SeccompAbi abi)
    {
        if (_commonestCount > 0)
        {
            return;
        }

        foreach (string name in s_commonest)
        {
            int offset = abi.Column[SyscallTable.Find(name)];
            if (offset != SyscallTable.Absent)
            {
                _commonest[_commonestCount++] = abi.NumberOf(offset);
            }
        }
    }

    /// <summary>An x86-64 kernel takes x32 calls too: where the profile does not list that ABI they are another architecture's.</summary>
    private void RefuseX32()
    {
        if (_ranges[_count - 1].Chain == 0)
        {
            Add(SeccompAbi.X32Bit, rules.Certain(SECCOMP_RET_KILL_THREAD), isWide: false);
            Add(uint.MaxValue, chain: 0, isWide: false); // -1 is what a tracer writes to skip a call
        }
    }

    /// <summary>Sets the chain of each offset; returns the highest offset that the profile names, or -1.</summary>
    private int Scatter(SeccompAbi abi, Span<ushort> chains)
    {
        ReadOnlySpan<ushort> column = abi.Column;
        int newest = -1;
        for (int syscall = 0; syscall < column.Length; syscall++)
        {
            if (rules.IsNamed(syscall) && column[syscall] != SyscallTable.Absent)
            {
                chains[column[syscall]] = (ushort)rules[syscall];
                newest = Math.Max(newest, column[syscall]);
            }
        }

        newest = Math.Max(newest, ScatterCarrier(column, SyscallTable.Find("socketcall"), SyscallTable.socketcall, chains));
        return Math.Max(newest, ScatterCarrier(column, SyscallTable.Find("ipc"), SyscallTable.ipc, chains));
    }

    private int ScatterCarrier(ReadOnlySpan<ushort> column, int carrier, ReadOnlySpan<ushort> subcalls, Span<ushort> chains)
    {
        int offset = column[carrier];
        int chain = offset == SyscallTable.Absent ? 0 : rules.ChainOfCarrier(carrier, subcalls);
        if (chain == 0)
        {
            return -1;
        }

        chains[offset] = (ushort)chain;
        return offset;
    }

    private void Add(uint start, int chain, bool isWide)
    {
        if (_count > 0 && _ranges[_count - 1].Start == start)
        {
            _count--;
        }

        isWide &= !rules.IsCertain(chain);
        if (_count > 0 && _ranges[_count - 1].Chain == chain && _ranges[_count - 1].IsWide == isWide)
        {
            return;
        }

        if (_count == _ranges.Length)
        {
            Array.Resize(ref _ranges, 2 * _count);
        }

        _ranges[_count++] = new Range(start, chain, isWide);
    }

    /// <summary>The numbers from one up to the next range; wide where the chain has conditions on 64-bit arguments.</summary>
    internal readonly record struct Range(uint Start, int Chain, bool IsWide);
}
