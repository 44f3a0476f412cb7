using Runtime.State;

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

    /// <summary>What the other options say, as the text of a linux.resources.</summary>
    public byte[] Resources()
    {
        JsonText text = JsonText.OneLine();
        text.WriteStartObject();
        WriteCpu(text);
        WriteMemory(text);
        if (_blkioWeight.IsGiven)
        {
            text.WriteStartObject("blockIO");
            text.WriteNumber("weight", _blkioWeight.Number);
            text.WriteEndObject();
        }

        if (_pidsLimit.IsGiven)
        {
            text.WriteStartObject("pids");
            text.WriteNumber("limit", _pidsLimit.Number);
            text.WriteEndObject();
        }

        text.WriteEndObject();
        return text.Bytes.ToArray();
    }

    /// <summary>What the options for resctrl say, as the text of a linux.intelRdt, whether or not there is a file; null: nothing.</summary>
    public byte[]? IntelRdt()
    {
        if (!_l3CacheSchema.IsGiven && !_memBwSchema.IsGiven)
        {
            return null;
        }

        JsonText text = JsonText.OneLine();
        text.WriteStartObject();
        WriteText(text, "l3CacheSchema", _l3CacheSchema);
        WriteText(text, "memBwSchema", _memBwSchema);
        text.WriteEndObject();
        return text.Bytes.ToArray();
    }

    private void WriteCpu(JsonText text)
    {
        text.WriteStartObject("cpu");
        WriteNumber(text, "shares", _cpuShare, isSigned: false);
        WriteNumber(text, "quota", _cpuQuota, isSigned: true);
        WriteNumber(text, "burst", _cpuBurst, isSigned: false);
        WriteNumber(text, "period", _cpuPeriod, isSigned: false);
        WriteNumber(text, "realtimeRuntime", _cpuRtRuntime, isSigned: true);
        WriteNumber(text, "realtimePeriod", _cpuRtPeriod, isSigned: false);
        WriteText(text, "cpus", _cpusetCpus);
        WriteText(text, "mems", _cpusetMems);
        WriteNumber(text, "idle", _cpuIdle, isSigned: true);
        text.WriteEndObject();
    }

    private void WriteMemory(JsonText text)
    {
        long? limit = Bytes(_memory);

        // Memory without a limit under a limit of memory and swap together would not be without a limit.
        long? swap = Bytes(_memorySwap) ?? (limit is -1 ? -1 : null);
        text.WriteStartObject("memory");
        WriteIfAny(text, "limit", limit);
        WriteIfAny(text, "reservation", Bytes(_memoryReservation));
        WriteIfAny(text, "swap", swap);
        text.WriteEndObject();
    }

    private static void WriteNumber(JsonText text, string name, Option option, bool isSigned)
    {
        if (option is { IsGiven: true, Number: < 0 } && !isSigned)
        {
            throw new UsageException($"invalid value \"{option.Number}\" for flag -{option.Name}: it is negative");
        }

        WriteIfAny(text, name, option.IsGiven ? option.Number : null);
    }

    private static void WriteText(JsonText text, string name, Option option)
    {
        if (option.IsGiven)
        {
            text.WriteString(name, option.Text);
        }
    }

    private static void WriteIfAny(JsonText text, string name, long? value)
    {
        if (value is long number)
        {
            text.WriteNumber(name, number);
        }
    }

    private static long? Bytes(Option option) => !option.IsGiven ? null
        : ByteSize.TryRead(option.Text, out long bytes) ? bytes
        : throw new UsageException($"invalid value \"{option.Text}\" for flag -{option.Name}: not a size such as 512M");
}
