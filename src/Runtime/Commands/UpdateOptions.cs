using Runtime.Config;

namespace Runtime.Commands;

/// <summary>The options of <c>update</c>: a resources object, in a file or word by word.</summary>
internal sealed class UpdateOptions
{
    private readonly Option _resources = new("resources", 'r', OptionKind.Text, "read linux.resources from this file, - is standard input; other options are then ignored") { Value = "FILE" };
    private readonly Option _blkioWeight = new("blkio-weight", '\0', OptionKind.Number, "the weight of block i/o, 10 to 1000") { Value = "N" };
    private readonly Option _cpuPeriod = new("cpu-period", '\0', OptionKind.Number, "the period of the CPU limit in µs") { Value = "N" };
    private readonly Option _cpuQuota = new("cpu-quota", '\0', OptionKind.Number, "the CPU time allowed in one period in µs, -1 for no limit") { Value = "N" };
    private readonly Option _cpuBurst = new("cpu-burst", '\0', OptionKind.Number, "the CPU time that may be saved up in µs") { Value = "N" };
    private readonly Option _cpuShare = new("cpu-share", '\0', OptionKind.Number, "the share of CPU time relative to others") { Value = "N" };
    private readonly Option _cpuRtPeriod = new("cpu-rt-period", '\0', OptionKind.Number, "the period of the realtime limit in µs") { Value = "N" };
    private readonly Option _cpuRtRuntime = new("cpu-rt-runtime", '\0', OptionKind.Number, "the realtime allowed in one period in µs") { Value = "N" };
    private readonly Option _cpuIdle = new("cpu-idle", '\0', OptionKind.Number, "1: run only when nothing else wants the CPU") { Value = "0|1" };
    private readonly Option _cpusetCpus = new("cpuset-cpus", '\0', OptionKind.Text, "the CPUs to use") { Value = "LIST" };
    private readonly Option _cpusetMems = new("cpuset-mems", '\0', OptionKind.Text, "the memory nodes to use") { Value = "LIST" };
    private readonly Option _memory = new("memory", '\0', OptionKind.Text, "the memory limit, as 512M; -1 for none") { Value = "SIZE" };
    private readonly Option _memoryReservation = new("memory-reservation", '\0', OptionKind.Text, "the memory kept when the host is short of it") { Value = "SIZE" };
    private readonly Option _memorySwap = new("memory-swap", '\0', OptionKind.Text, "the limit of memory and swap together; -1 for no limit of swap") { Value = "SIZE" };
    private readonly Option _pidsLimit = new("pids-limit", '\0', OptionKind.Number, "the number of processes, -1 for no limit") { Value = "N" };
    private readonly Option _l3CacheSchema = new("l3-cache-schema", '\0', OptionKind.Text, "the L3 cache schema of Intel RDT") { Value = "SCHEMA" };
    private readonly Option _memBwSchema = new("mem-bw-schema", '\0', OptionKind.Text, "the memory bandwidth schema of Intel RDT") { Value = "SCHEMA" };

    // The kernel has dropped these limits, runc still takes and ignores them.
    private readonly Option _kernelMemory = new("kernel-memory", '\0', OptionKind.Text, "ignored") { Value = "SIZE", IsHidden = true };
    private readonly Option _kernelMemoryTcp = new("kernel-memory-tcp", '\0', OptionKind.Text, "ignored") { Value = "SIZE", IsHidden = true };

    public Option[] Rows =>
    [
        _resources, _blkioWeight, _cpuPeriod, _cpuQuota, _cpuBurst, _cpuShare, _cpuRtPeriod, _cpuRtRuntime, _cpuIdle,
        _cpusetCpus, _cpusetMems, _memory, _memoryReservation, _memorySwap, _pidsLimit, _l3CacheSchema, _memBwSchema,
        _kernelMemory, _kernelMemoryTcp,
    ];

    /// <summary>The file with all of linux.resources; null: <see cref="Resources"/> says it.</summary>
    public string? ResourcesFile => _resources.Text.Length > 0 ? _resources.Text : null;

    /// <summary>What the other options say; what none of them says is null.</summary>
    public ResourcesSpec Resources() => new()
    {
        BlockIO = _blkioWeight.IsGiven ? new BlockIoSpec { Weight = checked((ushort)_blkioWeight.Number) } : null,
        Cpu = IsAnyGiven(_cpuPeriod, _cpuQuota, _cpuBurst, _cpuShare, _cpuRtPeriod, _cpuRtRuntime, _cpuIdle, _cpusetCpus, _cpusetMems) ? Cpu() : null,
        Memory = IsAnyGiven(_memory, _memoryReservation, _memorySwap) ? Memory() : null,
        Pids = _pidsLimit.IsGiven ? new PidsSpec { Limit = _pidsLimit.Number } : null,
    };

    /// <summary>What the options for resctrl say, whether or not there is a file; null: nothing.</summary>
    public IntelRdtSpec? IntelRdt => !IsAnyGiven(_l3CacheSchema, _memBwSchema) ? null : new IntelRdtSpec
    {
        L3CacheSchema = _l3CacheSchema.IsGiven ? _l3CacheSchema.Text : null,
        MemBwSchema = _memBwSchema.IsGiven ? _memBwSchema.Text : null,
    };

    private CpuSpec Cpu() => new()
    {
        Period = Unsigned(_cpuPeriod),
        Quota = Signed(_cpuQuota),
        Burst = Unsigned(_cpuBurst),
        Shares = Unsigned(_cpuShare),
        RealtimePeriod = Unsigned(_cpuRtPeriod),
        RealtimeRuntime = Signed(_cpuRtRuntime),
        Idle = Signed(_cpuIdle),
        Cpus = _cpusetCpus.IsGiven ? _cpusetCpus.Text : null,
        Mems = _cpusetMems.IsGiven ? _cpusetMems.Text : null,
    };

    private MemorySpec Memory()
    {
        long? limit = Bytes(_memory);
        return new MemorySpec
        {
            Limit = limit,
            Reservation = Bytes(_memoryReservation),

            // Memory without a limit under a limit of memory and swap together would not be without a limit.
            Swap = Bytes(_memorySwap) ?? (limit is -1 ? -1 : null),
        };
    }

    private static bool IsAnyGiven(params Option[] options)
    {
        foreach (Option option in options)
        {
            if (option.IsGiven)
            {
                return true;
            }
        }

        return false;
    }

    private static long? Signed(Option option) => option.IsGiven ? option.Number : null;

    private static ulong? Unsigned(Option option) => !option.IsGiven ? null
        : option.Number >= 0 ? (ulong)option.Number
        : throw new UsageException($"invalid value \"{option.Number}\" for flag -{option.Name}: it is negative");

    private static long? Bytes(Option option) => !option.IsGiven ? null
        : ByteSize.TryRead(option.Text, out long bytes) ? bytes
        : throw new UsageException($"invalid value \"{option.Text}\" for flag -{option.Name}: not a size such as 512M");
}
