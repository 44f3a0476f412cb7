using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using Runtime.Config;
using Runtime.Resources;
using Runtime.Syscalls;
using Xunit;

namespace Runtime.Tests.Resources;

public sealed class CgroupStatsTests
{
    [Fact]
    public void Empty_statistics_have_runcs_shape()
    {
        Assert.Equal(
            "{'cpu':{'usage':{'kernel':0,'user':0},'throttling':{}},'cpuset':{'cpu_exclusive':0,'mem_hardwall':0,'mem_exclusive':0,"
            + "'memory_migrate':0,'memory_spread_page':0,'memory_spread_slab':0,'memory_pressure':0,'sched_load_balance':0,'sched_relax_domain_level':0},"
            + "'memory':{'usage':{'limit':0,'failcnt':0},'swap':{'limit':0,'failcnt':0},'kernel':{'limit':0,'failcnt':0},'kernelTCP':{'limit':0,'failcnt':0}},"
            + "'pids':{},'blkio':{},'hugetlb':{},'intel_rdt':{},'network_interfaces':null}",
            Json(new CgroupStats()));
    }

    [Fact]
    public void Full_statistics_have_runcs_shape()
    {
        PressureStats pressure = new(new PressureLine(1.5, 2.25, 0, 7), new PressureLine(0, 0, 0, 3));
        BlockIoEntry[] entry = [new BlockIoEntry(8, 0, "Read", 4096), new BlockIoEntry(8, 16, "", 0)];
        CgroupStats stats = new()
        {
            Cpu = new CpuStats
            {
                Total = 1,
                Kernel = 2,
                User = 3,
                PerCpu = [4, 0],
                PerCpuKernel = [5],
                PerCpuUser = [6],
                Periods = 7,
                ThrottledPeriods = 8,
                ThrottledTime = 9,
                Pressure = pressure,
            },
            Cpuset = new CpusetStats { Cpus = [0, 1], Mems = [0], SchedLoadBalance = 1, SchedRelaxDomainLevel = -1 },
            Memory = new MemoryStats
            {
                Cache = 1,
                Usage = new MemoryUse(2, 3, 4, ulong.MaxValue),
                Swap = new MemoryUse(5, 0, 0, 6),
                Raw = [new StatLine("b", 1), new StatLine("a", 0)],
                Pressure = pressure,
            },
            PidsCurrent = 1,
            PidsLimit = 2,
            BlockIo = new BlockIoStats
            {
                ServiceBytes = entry,
                Serviced = entry,
                Queued = entry,
                ServiceTime = entry,
                WaitTime = entry,
                Merged = entry,
                Time = entry,
                Sectors = entry,
                Pressure = pressure,
            },
            Hugepages = [new HugepageStats("2MB", 0, 1, 0)],
        };
        const string Psi = "'psi':{'some':{'avg10':1.5,'avg60':2.25,'avg300':0,'total':7},'full':{'avg10':0,'avg60':0,'avg300':0,'total':3}}";
        const string Entries = "[{'major':8,'op':'Read','value':4096},{'major':8,'minor':16}]";

        Assert.Equal(
            "{'cpu':{'usage':{'total':1,'percpu':[4,0],'percpu_kernel':[5],'percpu_user':[6],'kernel':2,'user':3},"
            + "'throttling':{'periods':7,'throttledPeriods':8,'throttledTime':9}," + Psi + "},"
            + "'cpuset':{'cpus':[0,1],'cpu_exclusive':0,'mems':[0],'mem_hardwall':0,'mem_exclusive':0,'memory_migrate':0,'memory_spread_page':0,"
            + "'memory_spread_slab':0,'memory_pressure':0,'sched_load_balance':1,'sched_relax_domain_level':-1},"
            + "'memory':{'cache':1,'usage':{'limit':18446744073709551615,'usage':2,'max':3,'failcnt':4},'swap':{'limit':6,'usage':5,'failcnt':0},"
            + "'kernel':{'limit':0,'failcnt':0},'kernelTCP':{'limit':0,'failcnt':0},'raw':{'a':0,'b':1}," + Psi + "},"
            + "'pids':{'current':1,'limit':2},'blkio':{'ioServiceBytesRecursive':" + Entries + ",'ioServicedRecursive':" + Entries
            + ",'ioQueueRecursive':" + Entries + ",'ioServiceTimeRecursive':" + Entries + ",'ioWaitTimeRecursive':" + Entries
            + ",'ioMergedRecursive':" + Entries + ",'ioTimeRecursive':" + Entries + ",'sectorsRecursive':" + Entries + "," + Psi + "},"
            + "'hugetlb':{'2MB':{'max':1,'failcnt':0}},'intel_rdt':{},'network_interfaces':null}",
            Json(stats));
    }

    [Fact]
    public void Kernel_is_asked_on_v1()
    {
        CgroupLayout layout = CgroupLayout.Detect();
        Assert.SkipWhen(layout.Find("memory") is null || layout.Find("pids") is null || layout.Find("cpuset") is null, "the v1 controllers are not mounted");
        using TemporaryCgroup temporary = new();
        using Cgroup cgroup = Cgroup.Prepare(layout, temporary.Path, "test", ignorePermissionErrors: false);
        cgroup.Create();
        cgroup.Apply(new ResourcesSpec { Pids = new PidsSpec { Limit = 9 }, Memory = new MemorySpec { Limit = 104857600 } });
        string memory = layout.Find("memory")!.MountPoint + temporary.Path;
        using SleepingProcess process = SleepingProcess.StartIn(memory);
        cgroup.Join(process.Pid);

        CgroupStats stats = cgroup.ReadStats();

        Assert.Equal((1ul, 9ul), (stats.PidsCurrent, stats.PidsLimit));
        Assert.Equal(104857600ul, stats.Memory.Usage.Limit);
        Assert.InRange(stats.Memory.Usage.Usage, 4096ul, 104857600ul);
        Assert.Equal(File.ReadLines(memory + "/memory.stat").Select(line => line.Split(' ')[0]), stats.Memory.Raw.Select(line => line.Key));
        Assert.Equal(Environment.ProcessorCount, stats.Cpu.PerCpu.Length);
        Assert.Equal(Environment.ProcessorCount, stats.Cpu.PerCpuKernel.Length);
        Assert.Equal(Environment.ProcessorCount, stats.Cpuset.Cpus.Length);
        Assert.Equal(-1, stats.Cpuset.SchedRelaxDomainLevel);
    }

    [Fact]
    public void Kernel_is_asked_on_v2()
    {
        UnifiedView.Run(path =>
        {
            string whole = "/sys/fs/cgroup" + path;
            using Cgroup cgroup = Cgroup.Prepare(CgroupLayout.Detect(), path, "test", ignorePermissionErrors: false);
            cgroup.Create();
            using SleepingProcess process = SleepingProcess.StartIn(whole);
            ulong Used()
            {
                return ulong.Parse(File.ReadLines(whole + "/cpu.stat").First()["usage_usec ".Length..]);
            }
            ulong before = Used();

            CgroupStats stats = cgroup.ReadStats();

            Assert.InRange(stats.Cpu.Total / 1000, before, Used());
            Assert.NotEqual(0ul, stats.Cpu.Total);
            Assert.Equal(File.Exists(whole + "/cpu.pressure"), stats.Cpu.Pressure is not null);
            Assert.Equal(File.Exists(whole + "/pids.current") ? 1ul : 0, stats.PidsCurrent);
            if (File.Exists(whole + "/memory.stat"))
            {
                Assert.Equal(ulong.MaxValue, stats.Memory.Usage.Limit);
                Assert.Equal(ulong.MaxValue, stats.Memory.Swap.Limit);
                Assert.InRange(stats.Memory.Usage.Usage, 4096ul, 100ul << 20);
                Assert.Equal(File.ReadLines(whole + "/memory.stat").Select(line => line.Split(' ')[0]), stats.Memory.Raw.Select(line => line.Key));
            }
        });
    }

    [Fact]
    public void Kill_for_want_of_memory_is_noticed_on_v1()
    {
        CgroupLayout layout = CgroupLayout.Detect();
        Assert.SkipWhen(layout.Find("memory") is null, "the v1 memory controller is not mounted");
        using TemporaryCgroup temporary = new();
        using Cgroup cgroup = Cgroup.Prepare(layout, temporary.Path, "test", ignorePermissionErrors: false);

        AssertKillIsNoticed(cgroup, layout.Find("memory")!.MountPoint + temporary.Path);
    }

    [Fact]
    public void Kill_for_want_of_memory_is_noticed_on_v2()
    {
        UnifiedView.Run(path =>
        {
            Assert.SkipUnless(File.ReadAllText("/sys/fs/cgroup/cgroup.controllers").Contains("memory"), "this kernel's cgroup2 does not have the memory controller");
            using Cgroup cgroup = Cgroup.Prepare(CgroupLayout.Detect(), path, "test", ignorePermissionErrors: false);

            AssertKillIsNoticed(cgroup, "/sys/fs/cgroup" + path);
        });
    }

    private static void AssertKillIsNoticed(Cgroup cgroup, string memory)
    {
        cgroup.Create();
        cgroup.Apply(new ResourcesSpec { Memory = new MemorySpec { Limit = 8 << 20, Swap = 8 << 20 } });
        using OomWatch watch = cgroup.WatchOom()!;
        Assert.Equal(0, Kernel.Poll([new pollfd { fd = watch.Ready.Number, events = watch.Events }], 0));
        Assert.Equal(0ul, watch.Take());
        Assert.Equal(0ul, cgroup.OomKillCount());

        using System.Diagnostics.Process glutton = System.Diagnostics.Process.Start(
            "/bin/sh", ["-c", "echo $$ > " + memory + "/cgroup.procs && exec head -c 64M /dev/zero | exec tail > /dev/null"]);

        Assert.Equal(1, Kernel.Poll([new pollfd { fd = watch.Ready.Number, events = watch.Events }], 10_000));
        Assert.True(glutton.WaitForExit(TimeSpan.FromSeconds(10)));
        Assert.True(watch.Take() >= 1);
        Assert.True(cgroup.OomKillCount() >= 1);
    }

    private static string Json(CgroupStats stats)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream))
        {
            CgroupStatsJson.Write(writer, stats, resctrl: null);
        }
        return Encoding.UTF8.GetString(stream.ToArray()).Replace('"', '\'');
    }
}
