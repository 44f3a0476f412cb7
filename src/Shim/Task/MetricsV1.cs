using System;
using System.Collections.Generic;

using Runtime.Shim.Death;
using Runtime.Shim.Wire;

namespace Runtime.Shim.Task;

/// <summary>io.containerd.cgroups.v1.Metrics.</summary>
internal static class MetricsV1
{
    private const ulong NanosecondsPerTick = 10_000_000;

    // memory.stat by field number, from 1 on; from 18 on the same with "total_".
    private static readonly string[] s_memory =
    [
        "cache", "rss", "rss_huge", "mapped_file", "dirty", "writeback", "pgpgin", "pgpgout", "pgfault", "pgmajfault", "inactive_anon", "active_anon",
        "inactive_file", "active_file", "unevictable",
    ];

    private static readonly string[] s_usage = ["limit_in_bytes", "usage_in_bytes", "max_usage_in_bytes", "failcnt"];

    // By field number, from 1 on.
    private static readonly string[] s_blkio =
    [
        "io_service_bytes", "io_serviced", "io_queued", "io_service_time", "io_wait_time", "io_merged", "time", "sectors",
    ];

    public static MessageWriter Of(Cgroup cgroup)
    {
        MessageWriter metrics = new();
        if (cgroup.Directory("hugetlb") is string hugetlb)
        {
            WriteHugePages(metrics, hugetlb);
        }

        if (cgroup.Directory("pids") is string pids)
        {
            int part = metrics.Begin(2);
            metrics.WriteNumber(1, CgroupFile.Number(pids, "pids.current"));
            ulong limit = CgroupFile.Number(pids, "pids.max");
            metrics.WriteNumber(2, limit == ulong.MaxValue ? 0 : limit);
            metrics.End(part);
        }

        WriteCpu(metrics, cgroup);
        if (cgroup.Directory("memory") is string memory)
        {
            WriteMemory(metrics, memory);
        }

        if (cgroup.Directory("blkio") is string blkio)
        {
            WriteBlkio(metrics, blkio);
        }

        if (cgroup.Directory("rdma") is string rdma)
        {
            int part = metrics.Begin(6);
            RdmaMetrics.Write(metrics, 1, CgroupFile.Lines(rdma, "rdma.current"));
            RdmaMetrics.Write(metrics, 2, CgroupFile.Lines(rdma, "rdma.max"));
            metrics.End(part);
        }

        return metrics;
    }

    private static void WriteHugePages(MessageWriter metrics, string directory)
    {
        foreach (string size in CgroupFile.HugePageSizes(directory, "usage_in_bytes"))
        {
            int pages = metrics.Begin(1);
            metrics.WriteNumber(1, CgroupFile.Number(directory, $"hugetlb.{size}.usage_in_bytes"));
            metrics.WriteNumber(2, CgroupFile.Number(directory, $"hugetlb.{size}.max_usage_in_bytes"));
            metrics.WriteNumber(3, CgroupFile.Number(directory, $"hugetlb.{size}.failcnt"));
            metrics.WriteText(4, size);
            metrics.End(pages);
        }
    }

    private static void WriteCpu(MessageWriter metrics, Cgroup cgroup)
    {
        int cpu = metrics.Begin(3);
        if (cgroup.Directory("cpuacct") is string accounting)
        {
            Dictionary<string, ulong> ticks = CgroupFile.Keyed(accounting, "cpuacct.stat");
            int usage = metrics.Begin(1);
            metrics.WriteNumber(1, CgroupFile.Number(accounting, "cpuacct.usage"));
            metrics.WriteNumber(2, ticks.Of("system") * NanosecondsPerTick);
            metrics.WriteNumber(3, ticks.Of("user") * NanosecondsPerTick);
            string[] each = CgroupFile.Lines(accounting, "cpuacct.usage_percpu");
            metrics.WriteNumbers(4, each.Length == 0 ? [] : Array.ConvertAll(each[0].Split(' ', StringSplitOptions.RemoveEmptyEntries), CgroupFile.Parse));
            metrics.End(usage);
        }

        if (cgroup.Directory("cpu") is string scheduling)
        {
            Dictionary<string, ulong> stat = CgroupFile.Keyed(scheduling, "cpu.stat");
            int throttling = metrics.Begin(2);
            metrics.WriteNumber(1, stat.Of("nr_periods"));
            metrics.WriteNumber(2, stat.Of("nr_throttled"));
            metrics.WriteNumber(3, stat.Of("throttled_time"));
            metrics.End(throttling);
        }

        metrics.End(cpu);
    }

    private static void WriteMemory(MessageWriter metrics, string directory)
    {
        Dictionary<string, ulong> stat = CgroupFile.Keyed(directory, "memory.stat");
        int memory = metrics.Begin(4);
        for (int i = 0; i < s_memory.Length; i++)
        {
            metrics.WriteNumber(i + 1, stat.Of(s_memory[i]));
            metrics.WriteNumber(i + 18, stat.Of("total_" + s_memory[i]));
        }

        metrics.WriteNumber(16, stat.Of("hierarchical_memory_limit"));
        metrics.WriteNumber(17, stat.Of("hierarchical_memsw_limit"));
        int field = 33;
        foreach (string kind in new[] { "memory.", "memory.memsw.", "memory.kmem.", "memory.kmem.tcp." })
        {
            int entry = metrics.Begin(field++);
            // Their order in the message is limit, usage, max, failcnt.
            for (int i = 0; i < s_usage.Length; i++)
            {
                metrics.WriteNumber(i + 1, CgroupFile.Number(directory, kind + s_usage[i]));
            }

            metrics.End(entry);
        }

        metrics.End(memory);
        Dictionary<string, ulong> control = CgroupFile.Keyed(directory, "memory.oom_control");
        int oom = metrics.Begin(9);
        metrics.WriteNumber(1, control.Of("oom_kill_disable"));
        metrics.WriteNumber(2, control.Of("under_oom"));
        metrics.WriteNumber(3, control.Of("oom_kill"));
        metrics.End(oom);
    }

    // 8:0 Read 4096
    private static void WriteBlkio(MessageWriter metrics, string directory)
    {
        int blkio = metrics.Begin(5);
        bool hasScheduler = CgroupFile.Lines(directory, "blkio.bfq.io_serviced_recursive").Length > 1;
        for (int i = 0; i < s_blkio.Length; i++)
        {
            string name = hasScheduler ? $"blkio.bfq.{s_blkio[i]}_recursive" : i < 2 ? $"blkio.throttle.{s_blkio[i]}_recursive" : $"blkio.{s_blkio[i]}_recursive";
            foreach (string line in CgroupFile.Lines(directory, name))
            {
                string[] words = line.Split(' ');
                string[] device = words[0].Split(':');
                if (device.Length != 2 || words.Length < 2)
                {
                    continue; // the sum of all
                }

                int entry = metrics.Begin(i + 1);
                metrics.WriteText(1, words.Length > 2 ? words[1] : "");
                metrics.WriteNumber(3, CgroupFile.Parse(device[0]));
                metrics.WriteNumber(4, CgroupFile.Parse(device[1]));
                metrics.WriteNumber(5, CgroupFile.Parse(words[^1]));
                metrics.End(entry);
            }
        }

        metrics.End(blkio);
    }
}
