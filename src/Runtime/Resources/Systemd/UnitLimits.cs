using System;
using System.Collections.Generic;
using System.Globalization;
using Runtime.Config;
using static Runtime.Resources.LimitValue;

namespace Runtime.Resources;

/// <summary>
/// <c>linux.resources</c> as properties of a unit. The files of the cgroup are written too; but what systemd was not told it takes back
/// whenever it reads its configuration again.
/// </summary>
internal readonly struct UnitLimits(PropertyList properties, Func<int> version)
{
    private const ulong Infinity = ulong.MaxValue;
    private const int FirstWithQuotaPeriod = 242;
    private const int FirstWithAllowedCpus = 244;
    private const int FirstWithIdle = 252;

    /// <param name="resources">What is said of it; what is not stays.</param>
    /// <param name="isUnified">The host has cgroup v2 alone.</param>
    public void Append(ResourcesSpec resources, bool isUnified)
    {
        if (resources.Pids?.Limit is long pids)
        {
            properties.Add("TasksMax", Bytes(Pids(pids)));
        }

        if (isUnified)
        {
            AppendMemory(resources.Memory);
        }
        else if (resources.Memory?.Limit is long limit and not 0)
        {
            properties.Add("MemoryLimit", Bytes(limit));
        }

        if (resources.Cpu is CpuSpec cpu)
        {
            AppendCpu(cpu, isUnified);
        }

        if (resources.BlockIO?.Weight is ushort weight and > 0)
        {
            properties.Add(isUnified ? "IOWeight" : "BlockIOWeight", isUnified ? IoWeight(weight) : weight);
        }

        bool ignoresWeight = LimitsV2.IgnoresWeight(resources.Unified) && version() >= FirstWithIdle;
        foreach (NamedValue file in resources.Unified)
        {
            if (!ignoresWeight || file.Name != "cpu.weight")
            {
                AppendFile(file.Name, file.Value.Trim());
            }
        }
    }

    /// <summary>What is given in vain on cgroup v2, in runc's words: systemd takes an idle cgroup for one whose CPUWeight is 0.</summary>
    public static List<string> Ignored(ResourcesSpec resources)
    {
        List<string> warnings = [];
        if (LimitsV2.IgnoresShares(resources))
        {
            warnings.Add("unable to apply both CPUWeight and CpuIdle to systemd, ignoring CPUWeight");
        }

        if (LimitsV2.IgnoresWeight(resources.Unified))
        {
            warnings.Add("unable to apply both cpu.weight and cpu.idle to systemd, ignoring cpu.weight");
        }

        return warnings;
    }

    private void AppendMemory(MemorySpec? memory)
    {
        if (memory?.Limit is long limit and not 0)
        {
            properties.Add("MemoryMax", Bytes(limit));
        }

        if (memory?.Reservation is long reservation and not 0)
        {
            properties.Add("MemoryLow", Bytes(reservation));
        }

        if (Swap(memory?.Swap, memory?.Limit) is string swap)
        {
            properties.Add("MemorySwapMax", Number(swap, "linux.resources.memory.swap"));
        }
    }

    private void AppendCpu(CpuSpec cpu, bool isUnified)
    {
        if (!isUnified)
        {
            if (cpu.Shares is ulong shares and not 0)
            {
                properties.Add("CPUShares", shares);
            }
        }
        else if (cpu.Idle is 1 && version() >= FirstWithIdle)
        {
            properties.Add("CPUWeight", 0);
        }
        else if (Weight(cpu.Shares) is ulong weight)
        {
            properties.Add("CPUWeight", weight);
        }
        else if (cpu.Idle is 0 && version() >= FirstWithIdle)
        {
            properties.Add("CPUWeight", Infinity); // none, or an update would leave the unit's of 0
        }

        AppendQuota(cpu.Quota ?? 0, cpu.Period ?? 0);
        if (!string.IsNullOrEmpty(cpu.Cpus))
        {
            AppendMask("AllowedCPUs", cpu.Cpus, "linux.resources.cpu.cpus");
        }

        if (!string.IsNullOrEmpty(cpu.Mems))
        {
            AppendMask("AllowedMemoryNodes", cpu.Mems, "linux.resources.cpu.mems");
        }
    }

    private void AppendQuota(long quota, ulong period)
    {
        if (period != 0 && version() >= FirstWithQuotaPeriod)
        {
            properties.Add("CPUQuotaPeriodUSec", period);
        }

        if (quota == 0 && period == 0)
        {
            return;
        }

        const ulong Second = 1_000_000;
        const ulong Grain = 10_000; // systemd rounds down to whole percents, and a container must not get less than it was promised
        ulong perSecond = Infinity;
        if (quota > 0)
        {
            perSecond = (ulong)quota * Second / (period != 0 ? period : 100_000);
            perSecond = (perSecond + Grain - 1) / Grain * Grain;
        }

        properties.Add("CPUQuotaPerSecUSec", perSecond);
    }

    private void AppendMask(string name, string list, string at)
    {
        if (version() >= FirstWithAllowedCpus)
        {
            properties.Add(name, CpuMask.Parse(list, at));
        }
    }

    // The files systemd writes as well.
    private void AppendFile(string file, string value)
    {
        string at = "linux.resources.unified: " + file;
        switch (file)
        {
            case "pids.max":
                properties.Add("TasksMax", Number(value, at));
                break;
            case "memory.min":
                properties.Add("MemoryMin", Number(value, at));
                break;
            case "memory.low":
                properties.Add("MemoryLow", Number(value, at));
                break;
            case "memory.high":
                properties.Add("MemoryHigh", Number(value, at));
                break;
            case "memory.max":
                properties.Add("MemoryMax", Number(value, at));
                break;
            case "memory.swap.max":
                properties.Add("MemorySwapMax", Number(value, at));
                break;
            case "cpu.idle" when value == "1" && version() >= FirstWithIdle:
                properties.Add("CPUWeight", 0);
                break;
            case "cpu.weight":
                properties.Add("CPUWeight", Number(value, at));
                break;
            case "cpu.max":
                string[] words = value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                AppendQuota(words is ["max", ..] ? -1 : (long)Number(words.Length > 0 ? words[0] : "", at), words.Length > 1 ? Number(words[1], at) : 100_000);
                break;
            case "cpuset.cpus":
                AppendMask("AllowedCPUs", value, at);
                break;
            case "cpuset.mems":
                AppendMask("AllowedMemoryNodes", value, at);
                break;
            default:
                break;
        }
    }

    private static ulong Bytes(long value)
    {
        return value < 0 ? Infinity : (ulong)value;
    }

    private static ulong Number(string text, string at)
    {
        return text == "max" ? Infinity
            : ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong value) ? value
            : throw new ConfigException(at + ": " + Syscalls.Quoted.Text(text) + " is not a number");
    }
}
