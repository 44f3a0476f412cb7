using System;
using System.Collections.Generic;
using Runtime.Config;
using Runtime.Syscalls;
using static Runtime.Resources.LimitValue;

namespace Runtime.Resources;

/// <summary><c>linux.resources</c> as the files of cgroup v2, in the order of writing.</summary>
internal static class LimitsV2
{
    public static List<CgroupLimit> Compile(ResourcesSpec resources)
    {
        List<CgroupLimit> limits = [];
        AppendPids(limits, resources.Pids);
        AppendMemory(limits, resources.Memory);
        AppendIo(limits, resources.BlockIO);
        AppendCpu(limits, resources.Cpu);
        AppendHugepages(limits, resources.HugepageLimits);
        AppendRdma(limits, resources.Rdma);
        AppendUnified(limits, resources.Unified); // last: the user's own words override what was derived
        return limits;
    }

    /// <summary>What is given beside <c>cpu.idle</c> in vain: the kernel refuses a weight to an idle cgroup (kernel/sched/fair.c, sched_group_set_shares).</summary>
    public static List<string> Ignored(ResourcesSpec resources)
    {
        List<string> warnings = [];
        if (IgnoresShares(resources))
        {
            warnings.Add("unable to apply both cpu.shares and cpu.idle, ignoring cpu.shares");
        }
        if (IgnoresWeight(resources.Unified))
        {
            warnings.Add("unable to apply both cpu.weight and cpu.idle, ignoring cpu.weight");
        }
        return warnings;
    }

    public static bool IgnoresShares(ResourcesSpec resources)
    {
        return resources.Cpu is { Idle: 1 } cpu && Weight(cpu.Shares) is not null;
    }

    public static bool IgnoresWeight(NamedValue[] unified)
    {
        return Array.Exists(unified, file => file.Name == "cpu.weight") && Array.Exists(unified, file => file.Name == "cpu.idle" && file.Value.Trim() == "1");
    }

    private static void AppendPids(List<CgroupLimit> limits, PidsSpec? pids)
    {
        if (pids?.Limit is long limit)
        {
            limits.Add(new CgroupLimit("pids", "pids.max", Bound(Pids(limit))!));
        }
    }

    private static void AppendMemory(List<CgroupLimit> limits, MemorySpec? memory)
    {
        if (memory is null)
        {
            return;
        }
        if (Swap(memory.Swap, memory.Limit) is string swap)
        {
            // A kernel without swap has no such file, and nothing to limit.
            limits.Add(new CgroupLimit("memory", "memory.swap.max", swap, swap is "max" or "0" ? IfRefused.SkipIfMissing : IfRefused.Fail));
        }
        if (Bound(memory.Limit) is string limit)
        {
            limits.Add(new CgroupLimit("memory", "memory.max", limit));
        }
        if (Bound(memory.Reservation) is string reservation)
        {
            limits.Add(new CgroupLimit("memory", "memory.low", reservation));
        }
    }

    private static void AppendIo(List<CgroupLimit> limits, BlockIoSpec? io)
    {
        if (io is null)
        {
            return;
        }
        if (io.Weight is ushort weight and > 0)
        {
            AppendWeight("", weight);
        }
        foreach (WeightDeviceSpec device in io.WeightDevice)
        {
            if (device.Weight is ushort deviceWeight and > 0)
            {
                AppendWeight(Text(device.Major) + ":" + Text(device.Minor) + " ", deviceWeight);
            }
        }
        AppendThrottles("rbps", io.ThrottleReadBpsDevice);
        AppendThrottles("wbps", io.ThrottleWriteBpsDevice);
        AppendThrottles("riops", io.ThrottleReadIOPSDevice);
        AppendThrottles("wiops", io.ThrottleWriteIOPSDevice);

        // The BFQ scheduler has its own file and the range of v1. Its presence decides, not the kernel's version.
        void AppendWeight(string device, ushort value)
        {
            limits.Add(new CgroupLimit("io", "io.bfq.weight", device + Text(value), IfRefused.ElseNext));
            limits.Add(new CgroupLimit("io", "io.weight", device + Text(IoWeight(value))));
        }
        void AppendThrottles(string key, ThrottleDeviceSpec[] devices)
        {
            foreach (ThrottleDeviceSpec device in devices)
            {
                string value = Text(device.Major) + ":" + Text(device.Minor) + " " + key + "=" + Text(device.Rate);
                limits.Add(new CgroupLimit("io", "io.max", value));
            }
        }
    }

    private static void AppendCpu(List<CgroupLimit> limits, CpuSpec? cpu)
    {
        if (cpu is null)
        {
            return;
        }
        if (cpu.Idle is long idle)
        {
            limits.Add(new CgroupLimit("cpu", "cpu.idle", Text(idle))); // before the weight, which an idle cgroup does not take and loses
        }
        if (cpu.Idle is not 1 && Weight(cpu.Shares) is ulong weight)
        {
            limits.Add(new CgroupLimit("cpu", "cpu.weight", Text(weight)));
        }
        bool hasBandwidth = cpu.Quota is not (null or 0) || cpu.Period is not (null or 0);
        if (cpu.Burst is ulong burst)
        {
            // At most the quota: with a quota to come, a refusal may only mean that the old one is too small.
            limits.Add(new CgroupLimit("cpu", "cpu.max.burst", Text(burst), hasBandwidth ? IfRefused.Postpone : IfRefused.Fail));
        }
        if (hasBandwidth)
        {
            string quota = cpu.Quota is long microseconds and > 0 ? Text(microseconds) : "max";
            ulong period = cpu.Period is null or 0 ? 100000 : cpu.Period.Value; // the kernel's default
            limits.Add(new CgroupLimit("cpu", "cpu.max", quota + " " + Text(period)));
        }
        if (!string.IsNullOrEmpty(cpu.Cpus))
        {
            limits.Add(new CgroupLimit("cpuset", "cpuset.cpus", cpu.Cpus));
        }
        if (!string.IsNullOrEmpty(cpu.Mems))
        {
            limits.Add(new CgroupLimit("cpuset", "cpuset.mems", cpu.Mems));
        }
    }

    private static void AppendHugepages(List<CgroupLimit> limits, HugepageLimitSpec[] hugepages)
    {
        foreach (HugepageLimitSpec page in hugepages)
        {
            limits.Add(new CgroupLimit("hugetlb", "hugetlb." + page.PageSize + ".max", Text(page.Limit)));
            // Limits reservations as well, so that exceeding it fails mmap instead of killing with SIGBUS; since Linux 5.7.
            limits.Add(new CgroupLimit("hugetlb", "hugetlb." + page.PageSize + ".rsvd.max", Text(page.Limit), IfRefused.SkipIfMissing));
        }
    }

    public static void AppendRdma(List<CgroupLimit> limits, RdmaSpec[] devices)
    {
        foreach (RdmaSpec device in devices)
        {
            string handles = device.HcaHandles is uint handleLimit ? " hca_handle=" + Text(handleLimit) : "";
            string objects = device.HcaObjects is uint objectLimit ? " hca_object=" + Text(objectLimit) : "";
            limits.Add(new CgroupLimit("rdma", "rdma.max", device.Device + handles + objects));
        }
    }

    private static void AppendUnified(List<CgroupLimit> limits, NamedValue[] unified)
    {
        bool ignoresWeight = IgnoresWeight(unified);
        foreach (NamedValue file in unified)
        {
            if (ignoresWeight && file.Name == "cpu.weight")
            {
                continue;
            }
            if (file.Name.Contains('/'))
            {
                throw new ConfigException("linux.resources.unified: unified resource " + Quoted.Text(file.Name) + " must be a file name (no slashes)");
            }
            int dot = file.Name.IndexOf('.');
            if (dot <= 0)
            {
                throw new ConfigException("linux.resources.unified: unified resource " + Quoted.Text(file.Name) + " must be in the form CONTROLLER.PARAMETER");
            }
            string controller = file.Name[..dot];
            // Files such as io.max take one line in each write.
            foreach (string line in file.Value.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                limits.Add(new CgroupLimit(controller == "cgroup" ? "" : controller, file.Name, line) { IsUnified = true });
            }
        }
    }
}
