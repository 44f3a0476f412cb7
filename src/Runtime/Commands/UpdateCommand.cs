namespace Runtime.Commands;

/// <summary>Changes the limits of a container.</summary>
internal sealed class UpdateCommand() : Command("update", "<container-id>", "change the resource limits of a container")
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

    public override Option[] Options =>
    [
        _resources, _blkioWeight, _cpuPeriod, _cpuQuota, _cpuBurst, _cpuShare, _cpuRtPeriod, _cpuRtRuntime, _cpuIdle,
        _cpusetCpus, _cpusetMems, _memory, _memoryReservation, _memorySwap, _pidsLimit, _l3CacheSchema, _memBwSchema,
        _kernelMemory, _kernelMemoryTcp,
    ];

    public override int Run(GlobalOptions global, string[] arguments) =>
        throw new UsageException($"{Name} is not supported yet");
}
