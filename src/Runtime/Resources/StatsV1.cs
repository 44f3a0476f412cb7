using System;
using System.Collections.Generic;
using System.Globalization;
using static Runtime.Resources.StatFile;

namespace Runtime.Resources;

/// <summary>The statistics of a container's directories in the v1 hierarchies.</summary>
internal static class StatsV1
{
    private const ulong NanosecondsPerTick = 10_000_000; // USER_HZ is 100 on every architecture we have

    /// <param name="find">The open directory of a controller, or null.</param>
    public static CgroupStats Read(Func<string, CgroupDirectory?> find)
    {
        CgroupStats stats = new();
        if (find("cpuacct") is CgroupDirectory cpuacct)
        {
            stats = stats with { Cpu = ReadCpuUsage(cpuacct) };
        }
        if (find("cpu") is CgroupDirectory cpu)
        {
            stats = stats with { Cpu = AddThrottling(stats.Cpu, cpu) };
        }
        if (find("cpuset") is CgroupDirectory cpuset)
        {
            stats = stats with { Cpuset = ReadCpuset(cpuset) };
        }
        if (find("memory") is CgroupDirectory memory)
        {
            stats = stats with { Memory = ReadMemory(memory) };
        }
        if (find("pids") is CgroupDirectory pids)
        {
            stats = stats with { PidsCurrent = ReadNumber(pids, "pids.current") ?? 0, PidsLimit = ReadNumber(pids, "pids.max") ?? 0 };
        }
        if (find("blkio") is CgroupDirectory blkio)
        {
            stats = stats with { BlockIo = ReadBlockIo(blkio) };
        }
        if (find("hugetlb") is CgroupDirectory hugetlb)
        {
            stats = stats with { Hugepages = StatsV2.ReadHugepages(hugetlb, ".usage_in_bytes", ".max_usage_in_bytes") };
        }
        return stats;
    }

    private static CpuStats ReadCpuUsage(CgroupDirectory cpuacct)
    {
        List<ulong> perCpu = [];
        foreach (string[] words in ReadWords(cpuacct, "cpuacct.usage_percpu"))
        {
            perCpu.AddRange(Array.ConvertAll(words, Parse));
        }
        List<ulong> kernel = [];
        List<ulong> user = [];
        foreach (string[] words in ReadWords(cpuacct, "cpuacct.usage_all"))
        {
            if (words is [not "cpu", string userTime, string kernelTime])
            {
                user.Add(Parse(userTime));
                kernel.Add(Parse(kernelTime));
            }
        }
        StatLine[] ticks = ReadLines(cpuacct, "cpuacct.stat");
        return new CpuStats
        {
            Total = ReadNumber(cpuacct, "cpuacct.usage") ?? 0,
            Kernel = Find(ticks, "system") * NanosecondsPerTick,
            User = Find(ticks, "user") * NanosecondsPerTick,
            PerCpu = [.. perCpu],
            PerCpuKernel = [.. kernel],
            PerCpuUser = [.. user],
        };
    }

    private static CpuStats AddThrottling(CpuStats stats, CgroupDirectory cpu)
    {
        StatLine[] lines = ReadLines(cpu, "cpu.stat");
        return stats with
        {
            Periods = Find(lines, "nr_periods"),
            ThrottledPeriods = Find(lines, "nr_throttled"),
            ThrottledTime = Find(lines, "throttled_time"),
        };
    }

    private static CpusetStats ReadCpuset(CgroupDirectory cpuset)
    {
        return new CpusetStats
        {
            Cpus = ReadRanges(cpuset, "cpuset.cpus"),
            Mems = ReadRanges(cpuset, "cpuset.mems"),
            CpuExclusive = ReadNumber(cpuset, "cpuset.cpu_exclusive") ?? 0,
            MemHardwall = ReadNumber(cpuset, "cpuset.mem_hardwall") ?? 0,
            MemExclusive = ReadNumber(cpuset, "cpuset.mem_exclusive") ?? 0,
            MemoryMigrate = ReadNumber(cpuset, "cpuset.memory_migrate") ?? 0,
            MemorySpreadPage = ReadNumber(cpuset, "cpuset.memory_spread_page") ?? 0,
            MemorySpreadSlab = ReadNumber(cpuset, "cpuset.memory_spread_slab") ?? 0,
            MemoryPressure = ReadNumber(cpuset, "cpuset.memory_pressure") ?? 0,
            SchedLoadBalance = ReadNumber(cpuset, "cpuset.sched_load_balance") ?? 0,
            SchedRelaxDomainLevel = long.TryParse(
                cpuset.TryRead("cpuset.sched_relax_domain_level"), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long level) ? level : 0,
        };
    }

    private static MemoryStats ReadMemory(CgroupDirectory memory)
    {
        StatLine[] raw = ReadLines(memory, "memory.stat");
        return new MemoryStats
        {
            Cache = Find(raw, "cache"),
            Usage = ReadUse("memory."),
            Swap = ReadUse("memory.memsw."),
            Kernel = ReadUse("memory.kmem."),
            KernelTcp = ReadUse("memory.kmem.tcp."),
            Raw = raw,
        };

        MemoryUse ReadUse(string prefix)
        {
            return new MemoryUse(
                ReadNumber(memory, prefix + "usage_in_bytes") ?? 0,
                ReadNumber(memory, prefix + "max_usage_in_bytes") ?? 0,
                ReadNumber(memory, prefix + "failcnt") ?? 0,
                ReadNumber(memory, prefix + "limit_in_bytes") ?? 0);
        }
    }

    private static BlockIoStats ReadBlockIo(CgroupDirectory blkio)
    {
        // BFQ and, on older kernels, CFQ count more than the throttling layer, which sees every device.
        string prefix = ReadWords(blkio, "blkio.bfq.io_serviced_recursive").Count > 0 ? "blkio.bfq."
            : ReadWords(blkio, "blkio.io_serviced_recursive").Count > 0 ? "blkio." : "";
        if (prefix.Length == 0)
        {
            return new BlockIoStats
            {
                ServiceBytes = ReadEntries(blkio, "blkio.throttle.io_service_bytes_recursive", "blkio.throttle.io_service_bytes"),
                Serviced = ReadEntries(blkio, "blkio.throttle.io_serviced_recursive", "blkio.throttle.io_serviced"),
            };
        }
        return new BlockIoStats
        {
            ServiceBytes = ReadEntries(blkio, prefix + "io_service_bytes_recursive"),
            Serviced = ReadEntries(blkio, prefix + "io_serviced_recursive"),
            Queued = ReadEntries(blkio, prefix + "io_queued_recursive"),
            ServiceTime = ReadEntries(blkio, prefix + "io_service_time_recursive"),
            WaitTime = ReadEntries(blkio, prefix + "io_wait_time_recursive"),
            Merged = ReadEntries(blkio, prefix + "io_merged_recursive"),
            Time = ReadEntries(blkio, prefix + "time_recursive"),
            Sectors = ReadEntries(blkio, prefix + "sectors_recursive"),
        };
    }

    // "8:0 Read 4096", or "8:0 4096" where operations are not told apart; and a sum of all that is no device's.
    private static BlockIoEntry[] ReadEntries(CgroupDirectory blkio, params ReadOnlySpan<string> files)
    {
        List<BlockIoEntry> entries = [];
        foreach (string file in files)
        {
            foreach (string[] words in ReadWords(blkio, file))
            {
                string[] number = words[0].Split(':');
                if (number.Length == 2)
                {
                    entries.Add(new BlockIoEntry(Parse(number[0]), Parse(number[1]), words.Length == 3 ? words[1] : "", Parse(words[^1])));
                }
            }
            if (entries.Count > 0)
            {
                break; // the next file says the same less well
            }
        }
        return [.. entries];
    }
}
