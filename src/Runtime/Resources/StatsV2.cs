using System.Collections.Generic;
using Runtime.Syscalls;
using static Runtime.Resources.StatFile;

namespace Runtime.Resources;

/// <summary>The statistics of a cgroup v2 directory.</summary>
internal static class StatsV2
{
    private const ulong NanosecondsPerMicrosecond = 1000;

    public static CgroupStats Read(CgroupDirectory directory)
    {
        return new CgroupStats
        {
            Cpu = ReadCpu(directory),
            Memory = ReadMemory(directory),
            PidsCurrent = ReadNumber(directory, "pids.current") ?? 0,
            PidsLimit = ReadNumber(directory, "pids.max") ?? 0,
            BlockIo = ReadBlockIo(directory),
            Hugepages = ReadHugepages(directory, ".current", null),
        };
    }

    /// <summary>Of every size of huge page the kernel has; the files' names end differently on v1 and v2.</summary>
    public static HugepageStats[] ReadHugepages(CgroupDirectory directory, string usageFile, string? maxFile)
    {
        List<HugepageStats> pages = [];
        foreach (string size in HugepageSizes())
        {
            string prefix = "hugetlb." + size;
            if (ReadNumber(directory, prefix + usageFile) is ulong usage)
            {
                ulong max = maxFile is null ? 0 : ReadNumber(directory, prefix + maxFile) ?? 0;
                ulong failures = ReadNumber(directory, prefix + ".failcnt") ?? ReadKeyed(directory, prefix + ".events", "max") ?? 0;
                pages.Add(new HugepageStats(size, usage, max, failures));
            }
        }
        return [.. pages];
    }

    private static CpuStats ReadCpu(CgroupDirectory directory)
    {
        StatLine[] lines = ReadLines(directory, "cpu.stat");
        return new CpuStats
        {
            Total = Find(lines, "usage_usec") * NanosecondsPerMicrosecond,
            User = Find(lines, "user_usec") * NanosecondsPerMicrosecond,
            Kernel = Find(lines, "system_usec") * NanosecondsPerMicrosecond,
            Periods = Find(lines, "nr_periods"),
            ThrottledPeriods = Find(lines, "nr_throttled"),
            ThrottledTime = Find(lines, "throttled_usec") * NanosecondsPerMicrosecond,
            Pressure = ReadPressure(directory, "cpu.pressure"),
        };
    }

    private static MemoryStats ReadMemory(CgroupDirectory directory)
    {
        StatLine[] raw = ReadLines(directory, "memory.stat");
        if (raw.Length == 0)
        {
            return new MemoryStats { Pressure = ReadPressure(directory, "memory.pressure") };
        }
        MemoryUse memory = new(
            ReadNumber(directory, "memory.current") ?? 0,
            ReadNumber(directory, "memory.peak") ?? 0,
            ReadKeyed(directory, "memory.events", "max") ?? 0,
            ReadNumber(directory, "memory.max") ?? ulong.MaxValue);
        ulong swapUsage = ReadNumber(directory, "memory.swap.current") ?? 0;
        ulong? swapLimit = ReadNumber(directory, "memory.swap.max");
        return new MemoryStats
        {
            Cache = Find(raw, "file"),
            Usage = memory,
            // v1's number is memory and swap together. The two peaks need not have been at the same time.
            Swap = new MemoryUse(
                memory.Usage + swapUsage,
                0,
                ReadKeyed(directory, "memory.swap.events", "max") ?? 0,
                swapLimit is ulong limit && memory.Limit != ulong.MaxValue ? memory.Limit + limit : ulong.MaxValue),
            Raw = raw,
            Pressure = ReadPressure(directory, "memory.pressure"),
        };
    }

    private static BlockIoStats ReadBlockIo(CgroupDirectory directory)
    {
        List<BlockIoEntry> bytes = [];
        List<BlockIoEntry> operations = [];
        foreach (string[] words in ReadWords(directory, "io.stat"))
        {
            // 8:0 rbytes=1 wbytes=2 rios=3 wios=4 dbytes=0 dios=0
            string[] number = words[0].Split(':');
            foreach (string word in words[1..])
            {
                string[] pair = word.Split('=');
                (List<BlockIoEntry>? list, string operation) = pair[0] switch
                {
                    "rbytes" => (bytes, "Read"),
                    "wbytes" => (bytes, "Write"),
                    "rios" => (operations, "Read"),
                    "wios" => (operations, "Write"),
                    _ => (null, ""), // v1 has no number for it
                };
                list?.Add(new BlockIoEntry(Parse(number[0]), Parse(number[1]), operation, Parse(pair[1])));
            }
        }
        return new BlockIoStats { ServiceBytes = [.. bytes], Serviced = [.. operations], Pressure = ReadPressure(directory, "io.pressure") };
    }

    private static List<string> HugepageSizes()
    {
        List<string> sizes = [];
        int opened = Kernel.TryOpenAt(Flags.AT_FDCWD, "/sys/kernel/mm/hugepages", Flags.O_RDONLY | Flags.O_DIRECTORY);
        if (opened < 0)
        {
            return sizes; // a kernel without huge pages
        }
        using Descriptor directory = new(opened);
        foreach (DirectoryEntry entry in new DirectoryEntries(directory.Number, stackalloc byte[4096]))
        {
            // hugepages-2048kB is 2MB in the names of cgroup files
            string name = entry.ToString();
            ulong kilobytes = Parse(name["hugepages-".Length..^"kB".Length]);
            sizes.Add(kilobytes >= 1 << 20 ? LimitValue.Text(kilobytes >> 20) + "GB"
                : kilobytes >= 1 << 10 ? LimitValue.Text(kilobytes >> 10) + "MB" : LimitValue.Text(kilobytes) + "KB");
        }
        sizes.Sort(System.StringComparer.Ordinal);
        return sizes;
    }
}
