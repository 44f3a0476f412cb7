using System;
using System.Collections.Generic;
using System.Globalization;

using Runtime.Shim.Death;
using Runtime.Shim.Wire;

namespace Runtime.Shim.Task;

/// <summary>io.containerd.cgroups.v2.Metrics.</summary>
internal static class MetricsV2
{
    // memory.stat by field number, from 1 on.
    private static readonly string[] s_memory =
    [
        "anon", "file", "kernel_stack", "slab", "sock", "shmem", "file_mapped", "file_dirty", "file_writeback", "anon_thp", "inactive_anon", "active_anon",
        "inactive_file", "active_file", "unevictable", "slab_reclaimable", "slab_unreclaimable", "pgfault", "pgmajfault", "workingset_refault",
        "workingset_activate", "workingset_nodereclaim", "pgrefill", "pgscan", "pgsteal", "pgactivate", "pgdeactivate", "pglazyfree", "pglazyfreed",
        "thp_fault_alloc", "thp_collapse_alloc",
    ];

    // memory.*, from 32 on.
    private static readonly string[] s_usage = ["current", "max", "swap.current", "swap.max", "peak", "swap.peak"];

    private static readonly string[] s_io = ["rbytes", "wbytes", "rios", "wios"];

    private static readonly string[] s_events = ["low", "high", "max", "oom", "oom_kill", "oom_group_kill"];

    public static MessageWriter Of(Cgroup cgroup)
    {
        string directory = cgroup.Directory("") ?? "";
        MessageWriter metrics = new();
        int pids = metrics.Begin(1);
        metrics.WriteNumber(1, CgroupFile.Number(directory, "pids.current"));
        metrics.WriteNumber(2, CgroupFile.Number(directory, "pids.max"));
        metrics.End(pids);
        WriteCpu(metrics, directory);
        WriteMemory(metrics, directory);
        WriteRdma(metrics, directory);
        WriteIo(metrics, directory);
        foreach (string size in CgroupFile.HugePageSizes(directory, "current"))
        {
            int pages = metrics.Begin(7);
            metrics.WriteNumber(1, CgroupFile.Number(directory, $"hugetlb.{size}.current"));
            metrics.WriteNumber(2, CgroupFile.Number(directory, $"hugetlb.{size}.max"));
            metrics.WriteText(3, size);
            metrics.WriteNumber(4, CgroupFile.Keyed(directory, $"hugetlb.{size}.events").Of("max"));
            metrics.End(pages);
        }

        Dictionary<string, ulong> happened = CgroupFile.Keyed(directory, "memory.events");
        int events = metrics.Begin(8);
        for (int i = 0; i < s_events.Length; i++)
        {
            metrics.WriteNumber(i + 1, happened.Of(s_events[i]));
        }

        metrics.End(events);
        return metrics;
    }

    private static void WriteCpu(MessageWriter metrics, string directory)
    {
        Dictionary<string, ulong> stat = CgroupFile.Keyed(directory, "cpu.stat");
        int cpu = metrics.Begin(2);
        string[] keys = ["usage_usec", "user_usec", "system_usec", "nr_periods", "nr_throttled", "throttled_usec"];
        for (int i = 0; i < keys.Length; i++)
        {
            metrics.WriteNumber(i + 1, stat.Of(keys[i]));
        }

        WritePressure(metrics, 7, directory, "cpu.pressure");
        metrics.WriteNumber(8, stat.Of("nr_bursts"));
        metrics.WriteNumber(9, stat.Of("burst_usec"));
        metrics.End(cpu);
    }

    private static void WriteMemory(MessageWriter metrics, string directory)
    {
        Dictionary<string, ulong> stat = CgroupFile.Keyed(directory, "memory.stat");
        int memory = metrics.Begin(4);
        for (int i = 0; i < s_memory.Length; i++)
        {
            metrics.WriteNumber(i + 1, stat.Of(s_memory[i]));
        }

        for (int i = 0; i < s_usage.Length; i++)
        {
            metrics.WriteNumber(i + s_memory.Length + 1, CgroupFile.Number(directory, "memory." + s_usage[i]));
        }

        WritePressure(metrics, 38, directory, "memory.pressure");
        metrics.End(memory);
    }

    private static void WriteRdma(MessageWriter metrics, string directory)
    {
        int rdma = metrics.Begin(5);
        RdmaMetrics.Write(metrics, 1, CgroupFile.Lines(directory, "rdma.current"));
        RdmaMetrics.Write(metrics, 2, CgroupFile.Lines(directory, "rdma.max"));
        metrics.End(rdma);
    }

    // 8:0 rbytes=1 wbytes=2 rios=3 wios=4 dbytes=0 dios=0
    private static void WriteIo(MessageWriter metrics, string directory)
    {
        int io = metrics.Begin(6);
        foreach (string line in CgroupFile.Lines(directory, "io.stat"))
        {
            string[] words = line.Split(' ');
            string[] device = words[0].Split(':');
            int usage = metrics.Begin(1);
            metrics.WriteNumber(1, CgroupFile.Parse(device[0]));
            metrics.WriteNumber(2, CgroupFile.Parse(device[^1]));
            foreach (string word in words)
            {
                int equals = word.IndexOf('=');
                int index = equals < 0 ? -1 : Array.IndexOf(s_io, word[..equals]);
                if (index >= 0)
                {
                    metrics.WriteNumber(index + 3, CgroupFile.Parse(word[(equals + 1)..]));
                }
            }

            metrics.End(usage);
        }

        WritePressure(metrics, 2, directory, "io.pressure");
        metrics.End(io);
    }

    // some avg10=0.00 avg60=0.00 avg300=0.00 total=0
    private static void WritePressure(MessageWriter metrics, int field, string directory, string file)
    {
        string[] lines = CgroupFile.Lines(directory, file);
        if (lines.Length == 0)
        {
            return; // a kernel without it
        }

        int pressure = metrics.Begin(field);
        foreach (string line in lines)
        {
            string[] words = line.Split(' ');
            int kind = metrics.Begin(words[0] == "some" ? 1 : 2);
            for (int i = 1; i < words.Length; i++)
            {
                string value = words[i][(words[i].IndexOf('=') + 1)..];
                if (words[i].StartsWith("total=", StringComparison.Ordinal))
                {
                    metrics.WriteNumber(4, CgroupFile.Parse(value));
                }
                else
                {
                    metrics.WriteDouble(i, double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double share) ? share : 0);
                }
            }

            metrics.End(kind);
        }

        metrics.End(pressure);
    }
}
