using System;
using System.Text.Json;

namespace Runtime.Resources;

/// <summary>
/// Writes statistics as runc's <c>events</c> does. Where Go leaves out a zero (<c>omitempty</c>) it is left out here, for some callers tell them apart.
/// </summary>
internal static class CgroupStatsJson
{
    /// <summary>The value of "data".</summary>
    /// <param name="json">Where it goes.</param>
    /// <param name="stats">Of the cgroup.</param>
    /// <param name="resctrl">Null: the container has no resctrl group.</param>
    public static void Write(Utf8JsonWriter json, CgroupStats stats, ResctrlStats? resctrl)
    {
        json.WriteStartObject();
        WriteCpu(json, stats.Cpu);
        WriteCpuset(json, stats.Cpuset);
        WriteMemory(json, stats.Memory);
        json.WriteStartObject("pids");
        WriteUnlessZero(json, "current", stats.PidsCurrent);
        WriteUnlessZero(json, "limit", stats.PidsLimit);
        json.WriteEndObject();
        WriteBlockIo(json, stats.BlockIo);
        json.WriteStartObject("hugetlb");
        foreach (HugepageStats page in stats.Hugepages)
        {
            json.WriteStartObject(page.PageSize);
            WriteUnlessZero(json, "usage", page.Usage);
            WriteUnlessZero(json, "max", page.Max);
            json.WriteNumber("failcnt", page.Failures);
            json.WriteEndObject();
        }
        json.WriteEndObject();
        json.WritePropertyName("intel_rdt");
        ResctrlStatsJson.Write(json, resctrl);
        json.WriteNull("network_interfaces");
        json.WriteEndObject();
    }

    private static void WriteCpu(Utf8JsonWriter json, CpuStats cpu)
    {
        json.WriteStartObject("cpu");
        json.WriteStartObject("usage");
        WriteUnlessZero(json, "total", cpu.Total);
        WriteUnlessEmpty(json, "percpu", cpu.PerCpu);
        WriteUnlessEmpty(json, "percpu_kernel", cpu.PerCpuKernel);
        WriteUnlessEmpty(json, "percpu_user", cpu.PerCpuUser);
        json.WriteNumber("kernel", cpu.Kernel);
        json.WriteNumber("user", cpu.User);
        json.WriteEndObject();
        json.WriteStartObject("throttling");
        WriteUnlessZero(json, "periods", cpu.Periods);
        WriteUnlessZero(json, "throttledPeriods", cpu.ThrottledPeriods);
        WriteUnlessZero(json, "throttledTime", cpu.ThrottledTime);
        json.WriteEndObject();
        WritePressure(json, cpu.Pressure);
        json.WriteEndObject();
    }

    private static void WriteCpuset(Utf8JsonWriter json, CpusetStats cpuset)
    {
        json.WriteStartObject("cpuset");
        WriteUnlessEmpty(json, "cpus", cpuset.Cpus);
        json.WriteNumber("cpu_exclusive", cpuset.CpuExclusive);
        WriteUnlessEmpty(json, "mems", cpuset.Mems);
        json.WriteNumber("mem_hardwall", cpuset.MemHardwall);
        json.WriteNumber("mem_exclusive", cpuset.MemExclusive);
        json.WriteNumber("memory_migrate", cpuset.MemoryMigrate);
        json.WriteNumber("memory_spread_page", cpuset.MemorySpreadPage);
        json.WriteNumber("memory_spread_slab", cpuset.MemorySpreadSlab);
        json.WriteNumber("memory_pressure", cpuset.MemoryPressure);
        json.WriteNumber("sched_load_balance", cpuset.SchedLoadBalance);
        json.WriteNumber("sched_relax_domain_level", cpuset.SchedRelaxDomainLevel);
        json.WriteEndObject();
    }

    private static void WriteMemory(Utf8JsonWriter json, MemoryStats memory)
    {
        json.WriteStartObject("memory");
        WriteUnlessZero(json, "cache", memory.Cache);
        WriteUse(json, "usage", memory.Usage);
        WriteUse(json, "swap", memory.Swap);
        WriteUse(json, "kernel", memory.Kernel);
        WriteUse(json, "kernelTCP", memory.KernelTcp);
        if (memory.Raw.Length > 0)
        {
            StatLine[] sorted = [.. memory.Raw]; // as Go writes a map
            Array.Sort(sorted, (one, other) => string.CompareOrdinal(one.Key, other.Key));
            json.WriteStartObject("raw");
            foreach (StatLine line in sorted)
            {
                json.WriteNumber(line.Key, line.Value);
            }
            json.WriteEndObject();
        }
        WritePressure(json, memory.Pressure);
        json.WriteEndObject();
    }

    private static void WriteUse(Utf8JsonWriter json, string name, MemoryUse use)
    {
        json.WriteStartObject(name);
        json.WriteNumber("limit", use.Limit);
        WriteUnlessZero(json, "usage", use.Usage);
        WriteUnlessZero(json, "max", use.Max);
        json.WriteNumber("failcnt", use.Failures);
        json.WriteEndObject();
    }

    private static void WriteBlockIo(Utf8JsonWriter json, BlockIoStats io)
    {
        json.WriteStartObject("blkio");
        WriteEntries(json, "ioServiceBytesRecursive", io.ServiceBytes);
        WriteEntries(json, "ioServicedRecursive", io.Serviced);
        WriteEntries(json, "ioQueueRecursive", io.Queued);
        WriteEntries(json, "ioServiceTimeRecursive", io.ServiceTime);
        WriteEntries(json, "ioWaitTimeRecursive", io.WaitTime);
        WriteEntries(json, "ioMergedRecursive", io.Merged);
        WriteEntries(json, "ioTimeRecursive", io.Time);
        WriteEntries(json, "sectorsRecursive", io.Sectors);
        WritePressure(json, io.Pressure);
        json.WriteEndObject();
    }

    private static void WriteEntries(Utf8JsonWriter json, string name, BlockIoEntry[] entries)
    {
        if (entries.Length == 0)
        {
            return;
        }
        json.WriteStartArray(name);
        foreach (BlockIoEntry entry in entries)
        {
            json.WriteStartObject();
            WriteUnlessZero(json, "major", entry.Major);
            WriteUnlessZero(json, "minor", entry.Minor);
            if (entry.Operation.Length > 0)
            {
                json.WriteString("op", entry.Operation);
            }
            WriteUnlessZero(json, "value", entry.Value);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WritePressure(Utf8JsonWriter json, PressureStats? pressure)
    {
        if (pressure is null)
        {
            return;
        }
        json.WriteStartObject("psi");
        WriteLine("some", pressure.Some);
        WriteLine("full", pressure.Full);
        json.WriteEndObject();

        void WriteLine(string name, PressureLine line)
        {
            json.WriteStartObject(name);
            json.WriteNumber("avg10", line.Average10);
            json.WriteNumber("avg60", line.Average60);
            json.WriteNumber("avg300", line.Average300);
            json.WriteNumber("total", line.Total);
            json.WriteEndObject();
        }
    }

    private static void WriteUnlessZero(Utf8JsonWriter json, string name, ulong value)
    {
        if (value != 0)
        {
            json.WriteNumber(name, value);
        }
    }

    private static void WriteUnlessEmpty(Utf8JsonWriter json, string name, ulong[] values)
    {
        if (values.Length == 0)
        {
            return;
        }
        json.WriteStartArray(name);
        foreach (ulong value in values)
        {
            json.WriteNumberValue(value);
        }
        json.WriteEndArray();
    }
}
