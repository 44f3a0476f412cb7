using System.Collections.Generic;
using Runtime.Config;
using static Runtime.Resources.LimitValue;

namespace Runtime.Resources;

/// <summary><c>linux.resources</c> as the files of the cgroup v1 controllers, in the order of writing.</summary>
internal static class LimitsV1
{
    // Smaller and larger values are clamped by the kernel without a word (kernel/sched/sched.h).
    private const ulong MIN_SHARES = 2;
    private const ulong MAX_SHARES = 262144;

    public static List<CgroupLimit> Compile(ResourcesSpec resources)
    {
        if (resources.Unified.Length > 0)
        {
            throw new ConfigException("linux.resources.unified: invalid configuration: cannot use unified on cgroup v1");
        }
        List<CgroupLimit> limits = [];
        AppendCpuset(limits, resources.Cpu);
        AppendMemory(limits, resources.Memory);
        AppendCpu(limits, resources.Cpu);
        AppendPids(limits, resources.Pids);
        AppendBlockIo(limits, resources.BlockIO);
        AppendHugepages(limits, resources.HugepageLimits);
        AppendNetwork(limits, resources.Network);
        LimitsV2.AppendRdma(limits, resources.Rdma);
        return limits;
    }

    private static void AppendCpuset(List<CgroupLimit> limits, CpuSpec? cpu)
    {
        if (!string.IsNullOrEmpty(cpu?.Cpus))
        {
            limits.Add(new CgroupLimit("cpuset", "cpuset.cpus", cpu.Cpus));
        }
        if (!string.IsNullOrEmpty(cpu?.Mems))
        {
            limits.Add(new CgroupLimit("cpuset", "cpuset.mems", cpu.Mems));
        }
    }

    private static void AppendMemory(List<CgroupLimit> limits, MemorySpec? memory)
    {
        if (memory is null)
        {
            return;
        }
        long limit = memory.Limit ?? 0;
        long swap = memory.Swap ?? 0;
        if (memory.UseHierarchy is true)
        {
            limits.Add(new CgroupLimit("memory", "memory.use_hierarchy", "1"));
        }
        if (limit != 0)
        {
            // The kernel keeps limit <= limit of memory and swap: raised, the second has to be written first.
            bool swapFollows = swap != 0 || limit == -1;
            limits.Add(new CgroupLimit("memory", "memory.limit_in_bytes", Text(limit), swapFollows ? IfRefused.Postpone : IfRefused.Fail));
        }
        if (swap != 0)
        {
            limits.Add(new CgroupLimit("memory", "memory.memsw.limit_in_bytes", Text(swap), swap == -1 ? IfRefused.SkipIfMissing : IfRefused.Fail));
        }
        else if (limit == -1)
        {
            // Whoever lifts the limit of memory means swap too. Without swap accounting there is no such file.
            limits.Add(new CgroupLimit("memory", "memory.memsw.limit_in_bytes", "-1", IfRefused.SkipIfMissing));
        }
        if (memory.Reservation is long reservation and not 0)
        {
            limits.Add(new CgroupLimit("memory", "memory.soft_limit_in_bytes", Text(reservation)));
        }
        if (memory.DisableOOMKiller is true)
        {
            limits.Add(new CgroupLimit("memory", "memory.oom_control", "1"));
        }
        if (memory.Swappiness is ulong swappiness)
        {
            if (swappiness > 100)
            {
                throw new ConfigException("linux.resources.memory.swappiness: invalid memory swappiness value: "
                    + Text(swappiness) + " (valid range is 0-100)");
            }
            limits.Add(new CgroupLimit("memory", "memory.swappiness", Text(swappiness)));
        }
    }

    private static void AppendCpu(List<CgroupLimit> limits, CpuSpec? cpu)
    {
        if (cpu is null)
        {
            return;
        }
        if (cpu.RealtimePeriod is ulong realtimePeriod and not 0)
        {
            limits.Add(new CgroupLimit("cpu", "cpu.rt_period_us", Text(realtimePeriod)));
        }
        if (cpu.RealtimeRuntime is long realtimeRuntime and not 0)
        {
            limits.Add(new CgroupLimit("cpu", "cpu.rt_runtime_us", Text(realtimeRuntime)));
        }
        if (cpu.Idle is long idle)
        {
            limits.Add(new CgroupLimit("cpu", "cpu.idle", Text(idle)));
        }
        if (cpu.Shares is ulong shares and not 0)
        {
            string? wrong = shares < MIN_SHARES ? "the minimum allowed cpu-shares is 2"
                : shares > MAX_SHARES ? "the maximum allowed cpu-shares is 262144" : null;
            limits.Add(wrong is null
                ? new CgroupLimit("cpu", "cpu.shares", Text(shares))
                : throw new ConfigException("linux.resources.cpu.shares: " + wrong));
        }

        // A smaller period or a larger burst may contradict the old quota, and fit the new one.
        bool hasQuota = cpu.Quota is not (null or 0);
        if (cpu.Period is ulong period and not 0)
        {
            limits.Add(new CgroupLimit("cpu", "cpu.cfs_period_us", Text(period), hasQuota ? IfRefused.Postpone : IfRefused.Fail));
        }
        if (cpu.Burst is ulong burst)
        {
            limits.Add(new CgroupLimit("cpu", "cpu.cfs_burst_us", Text(burst), hasQuota ? IfRefused.Postpone : IfRefused.Fail));
        }
        if (hasQuota)
        {
            limits.Add(new CgroupLimit("cpu", "cpu.cfs_quota_us", Text(cpu.Quota ?? 0)));
        }
    }

    private static void AppendPids(List<CgroupLimit> limits, PidsSpec? pids)
    {
        if (pids?.Limit is long limit)
        {
            limits.Add(new CgroupLimit("pids", "pids.max", Bound(Pids(limit))!));
        }
    }

    private static void AppendBlockIo(List<CgroupLimit> limits, BlockIoSpec? io)
    {
        if (io is null)
        {
            return;
        }
        if (io.Weight is ushort weight and > 0)
        {
            AppendWeight("weight", Text(weight));
        }
        if (io.LeafWeight is ushort leafWeight and > 0)
        {
            limits.Add(new CgroupLimit("blkio", "blkio.leaf_weight", Text(leafWeight)));
        }
        foreach (WeightDeviceSpec device in io.WeightDevice)
        {
            string number = Text(device.Major) + ":" + Text(device.Minor) + " ";
            if (device.Weight is ushort deviceWeight and > 0)
            {
                AppendWeight("weight_device", number + Text(deviceWeight));
            }
            if (device.LeafWeight is ushort deviceLeafWeight and > 0)
            {
                limits.Add(new CgroupLimit("blkio", "blkio.leaf_weight_device", number + Text(deviceLeafWeight)));
            }
        }
        AppendThrottles("blkio.throttle.read_bps_device", io.ThrottleReadBpsDevice);
        AppendThrottles("blkio.throttle.write_bps_device", io.ThrottleWriteBpsDevice);
        AppendThrottles("blkio.throttle.read_iops_device", io.ThrottleReadIOPSDevice);
        AppendThrottles("blkio.throttle.write_iops_device", io.ThrottleWriteIOPSDevice);

        // CFQ, which had the first names, left with Linux 5.0; BFQ has its own.
        void AppendWeight(string file, string value)
        {
            limits.Add(new CgroupLimit("blkio", "blkio.bfq." + file, value, IfRefused.ElseNext));
            limits.Add(new CgroupLimit("blkio", "blkio." + file, value));
        }
        void AppendThrottles(string file, ThrottleDeviceSpec[] devices)
        {
            foreach (ThrottleDeviceSpec device in devices)
            {
                limits.Add(new CgroupLimit("blkio", file, Text(device.Major) + ":" + Text(device.Minor) + " " + Text(device.Rate)));
            }
        }
    }

    private static void AppendHugepages(List<CgroupLimit> limits, HugepageLimitSpec[] hugepages)
    {
        foreach (HugepageLimitSpec page in hugepages)
        {
            limits.Add(new CgroupLimit("hugetlb", "hugetlb." + page.PageSize + ".limit_in_bytes", Text(page.Limit)));
            limits.Add(new CgroupLimit("hugetlb", "hugetlb." + page.PageSize + ".rsvd.limit_in_bytes", Text(page.Limit), IfRefused.SkipIfMissing));
        }
    }

    private static void AppendNetwork(List<CgroupLimit> limits, NetworkSpec? network)
    {
        if (network is null)
        {
            return;
        }
        if (network.ClassID is uint classId and not 0)
        {
            limits.Add(new CgroupLimit("net_cls", "net_cls.classid", Text(classId)));
        }
        foreach (InterfacePrioritySpec priority in network.Priorities)
        {
            limits.Add(new CgroupLimit("net_prio", "net_prio.ifpriomap", priority.Name + " " + Text(priority.Priority)));
        }
    }
}
