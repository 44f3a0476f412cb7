namespace Runtime.Resources;

/// <summary>What a container has used, as <c>events</c> reports it: the kernel's numbers in cgroup v1's terms, which the callers know.</summary>
internal sealed record CgroupStats
{
    public CpuStats Cpu { get; init; } = new();

    public CpusetStats Cpuset { get; init; } = new();

    public MemoryStats Memory { get; init; } = new();

    public ulong PidsCurrent { get; init; }

    /// <summary>0 is unlimited.</summary>
    public ulong PidsLimit { get; init; }

    public BlockIoStats BlockIo { get; init; } = new();

    public HugepageStats[] Hugepages { get; init; } = [];
}

/// <summary>CPU time in nanoseconds.</summary>
internal sealed record CpuStats
{
    public ulong Total { get; init; }

    public ulong Kernel { get; init; }

    public ulong User { get; init; }

    public ulong[] PerCpu { get; init; } = [];

    public ulong[] PerCpuKernel { get; init; } = [];

    public ulong[] PerCpuUser { get; init; } = [];

    public ulong Periods { get; init; }

    public ulong ThrottledPeriods { get; init; }

    public ulong ThrottledTime { get; init; }

    public PressureStats? Pressure { get; init; }
}

/// <summary>The cpuset controller of v1; all zero on v2.</summary>
internal sealed record CpusetStats
{
    public ulong[] Cpus { get; init; } = [];

    public ulong[] Mems { get; init; } = [];

    public ulong CpuExclusive { get; init; }

    public ulong MemHardwall { get; init; }

    public ulong MemExclusive { get; init; }

    public ulong MemoryMigrate { get; init; }

    public ulong MemorySpreadPage { get; init; }

    public ulong MemorySpreadSlab { get; init; }

    public ulong MemoryPressure { get; init; }

    public ulong SchedLoadBalance { get; init; }

    public long SchedRelaxDomainLevel { get; init; }
}

/// <summary>Memory in bytes.</summary>
internal sealed record MemoryStats
{
    public ulong Cache { get; init; }

    public MemoryUse Usage { get; init; }

    /// <summary>Memory and swap together.</summary>
    public MemoryUse Swap { get; init; }

    public MemoryUse Kernel { get; init; }

    public MemoryUse KernelTcp { get; init; }

    /// <summary>The lines of memory.stat.</summary>
    public StatLine[] Raw { get; init; } = [];

    public PressureStats? Pressure { get; init; }
}

/// <summary>One kind of memory.</summary>
internal readonly record struct MemoryUse(ulong Usage, ulong Max, ulong Failures, ulong Limit);

/// <summary>Transfers of block devices; each list in its own unit.</summary>
internal sealed record BlockIoStats
{
    public BlockIoEntry[] ServiceBytes { get; init; } = [];

    public BlockIoEntry[] Serviced { get; init; } = [];

    public BlockIoEntry[] Queued { get; init; } = [];

    public BlockIoEntry[] ServiceTime { get; init; } = [];

    public BlockIoEntry[] WaitTime { get; init; } = [];

    public BlockIoEntry[] Merged { get; init; } = [];

    public BlockIoEntry[] Time { get; init; } = [];

    public BlockIoEntry[] Sectors { get; init; } = [];

    public PressureStats? Pressure { get; init; }
}

/// <summary>A number of one device and one operation, such as Read.</summary>
internal readonly record struct BlockIoEntry(ulong Major, ulong Minor, string Operation, ulong Value);

/// <summary>Huge pages of one size.</summary>
internal sealed record HugepageStats(string PageSize, ulong Usage, ulong Max, ulong Failures);

/// <summary>Pressure stall information (Documentation/accounting/psi.rst).</summary>
internal sealed record PressureStats(PressureLine Some, PressureLine Full);

/// <summary>Percent of time in the last 10, 60 and 300 seconds; microseconds in all.</summary>
internal readonly record struct PressureLine(double Average10, double Average60, double Average300, ulong Total);

/// <summary>A key and its number.</summary>
internal readonly record struct StatLine(string Key, ulong Value);
