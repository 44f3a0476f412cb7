using System;
using System.IO;
using System.Linq;
using Runtime.Config;
using Runtime.Resources;
using Runtime.Syscalls;
using Xunit;

namespace Runtime.Tests.Resources;

public sealed class LimitsV1Tests
{
    private static readonly CgroupLayout s_layout = CgroupLayout.Detect();

    [Fact]
    public void Nothing_said_is_nothing_written()
    {
        Assert.Empty(LimitsV1.Compile(new ResourcesSpec()));
        Assert.Empty(LimitsV1.Compile(new ResourcesSpec { Memory = new MemorySpec(), Cpu = new CpuSpec(), Pids = new PidsSpec(), BlockIO = new BlockIoSpec() }));
    }

    [Fact]
    public void Everything_is_written_in_this_order()
    {
        ResourcesSpec resources = new()
        {
            Rdma = [new RdmaSpec { Device = "mlx5_0", HcaHandles = 3 }],
            Network = new NetworkSpec { ClassID = 1048577, Priorities = [new InterfacePrioritySpec { Name = "eth0", Priority = 5 }] },
            HugepageLimits = [new HugepageLimitSpec { PageSize = "2MB", Limit = 4194304 }],
            BlockIO = new BlockIoSpec
            {
                Weight = 500,
                LeafWeight = 400,
                WeightDevice = [new WeightDeviceSpec { Major = 8, Minor = 0, Weight = 100, LeafWeight = 200 }],
                ThrottleReadBpsDevice = [new ThrottleDeviceSpec { Major = 8, Minor = 0, Rate = 1 }],
                ThrottleWriteBpsDevice = [new ThrottleDeviceSpec { Major = 8, Minor = 0, Rate = 2 }],
                ThrottleReadIOPSDevice = [new ThrottleDeviceSpec { Major = 8, Minor = 0, Rate = 3 }],
                ThrottleWriteIOPSDevice = [new ThrottleDeviceSpec { Major = 8, Minor = 0, Rate = 4 }],
            },
            Pids = new PidsSpec { Limit = -1 },
            Cpu = new CpuSpec
            {
                Shares = 1024,
                Quota = 20000,
                Period = 50000,
                Burst = 1000,
                RealtimePeriod = 1000000,
                RealtimeRuntime = 950000,
                Cpus = "0-1",
                Mems = "0",
                Idle = 1,
            },
            Memory = new MemorySpec { Limit = 1000, Swap = 3000, Reservation = 500, Kernel = 1, KernelTCP = 1, Swappiness = 60, DisableOOMKiller = true, UseHierarchy = true },
        };

        Assert.Equal(
            [
                "cpuset.cpus=0-1",
                "cpuset.mems=0",
                "memory.use_hierarchy=1",
                "memory.limit_in_bytes=1000 Postpone",
                "memory.memsw.limit_in_bytes=3000",
                "memory.soft_limit_in_bytes=500",
                "memory.oom_control=1",
                "memory.swappiness=60",
                "cpu.rt_period_us=1000000",
                "cpu.rt_runtime_us=950000",
                "cpu.idle=1",
                "cpu.shares=1024",
                "cpu.cfs_period_us=50000 Postpone",
                "cpu.cfs_burst_us=1000 Postpone",
                "cpu.cfs_quota_us=20000",
                "pids.max=max",
                "blkio.bfq.weight=500 ElseNext",
                "blkio.weight=500",
                "blkio.leaf_weight=400",
                "blkio.bfq.weight_device=8:0 100 ElseNext",
                "blkio.weight_device=8:0 100",
                "blkio.leaf_weight_device=8:0 200",
                "blkio.throttle.read_bps_device=8:0 1",
                "blkio.throttle.write_bps_device=8:0 2",
                "blkio.throttle.read_iops_device=8:0 3",
                "blkio.throttle.write_iops_device=8:0 4",
                "hugetlb.2MB.limit_in_bytes=4194304",
                "hugetlb.2MB.rsvd.limit_in_bytes=4194304 SkipIfMissing",
                "net_cls.classid=1048577",
                "net_prio.ifpriomap=eth0 5",
                "rdma.max=mlx5_0 hca_handle=3",
            ],
            LimitsV1.Compile(resources).Select(row => row.File + "=" + row.Value + (row.IfRefused == IfRefused.Fail ? "" : " " + row.IfRefused)));
    }

    [Theory]
    [InlineData(1ul, "linux.resources.cpu.shares: the minimum allowed cpu-shares is 2")]
    [InlineData(262145ul, "linux.resources.cpu.shares: the maximum allowed cpu-shares is 262144")]
    public void Shares_the_kernel_would_change_are_refused(ulong shares, string message)
    {
        ConfigException refusal = Assert.Throws<ConfigException>(() => LimitsV1.Compile(new ResourcesSpec { Cpu = new CpuSpec { Shares = shares } }));

        Assert.Equal(message, refusal.Message);
    }

    [Fact]
    public void Swappiness_above_100_is_refused()
    {
        ConfigException refusal = Assert.Throws<ConfigException>(
            () => LimitsV1.Compile(new ResourcesSpec { Memory = new MemorySpec { Swappiness = 101 } }));

        Assert.Equal("linux.resources.memory.swappiness: invalid memory swappiness value: 101 (valid range is 0-100)", refusal.Message);
    }

    [Theory]
    [InlineData("memory", "memory.limit_in_bytes", "104857600")]
    [InlineData("memory", "memory.memsw.limit_in_bytes", "209715200")]
    [InlineData("memory", "memory.soft_limit_in_bytes", "52428800")]
    [InlineData("memory", "memory.swappiness", "33")]
    [InlineData("memory", "memory.oom_control", "oom_kill_disable 1\nunder_oom 0\noom_kill 0")]
    [InlineData("memory", "memory.use_hierarchy", "1")]
    [InlineData("cpu", "cpu.shares", "512")]
    [InlineData("cpu", "cpu.cfs_period_us", "50000")]
    [InlineData("cpu", "cpu.cfs_quota_us", "20000")]
    [InlineData("cpu", "cpu.cfs_burst_us", "10000")]
    [InlineData("cpu", "cpu.idle", "0")]
    [InlineData("cpuset", "cpuset.cpus", "0")]
    [InlineData("cpuset", "cpuset.mems", "0")]
    [InlineData("pids", "pids.max", "77")]
    [InlineData("blkio", "blkio.throttle.read_bps_device", "7:0 1048576")]
    public void Kernel_has_the_limit(string controller, string file, string value)
    {
        Run(path =>
        {
            string directory = (s_layout.Find(controller)?.MountPoint ?? "/nonexistent") + path;
            Assert.SkipUnless(Directory.Exists(Path.GetDirectoryName(directory)), "the controller is not mounted");
            using Cgroup cgroup = Prepare(path);
            cgroup.Create();
            Assert.SkipUnless(File.Exists(directory + "/" + file), "the kernel has no " + file);

            cgroup.Apply(s_some);

            Assert.Equal(value + "\n", File.ReadAllText(directory + "/" + file));
        });
    }

    [Fact]
    public void Limits_that_contradict_the_old_ones_are_raised_and_lowered()
    {
        Run(path =>
        {
            Assert.SkipWhen(s_layout.Find("memory") is null || s_layout.Find("cpu") is null, "the controllers are not mounted");
            using Cgroup cgroup = Prepare(path);
            cgroup.Create();
            string memory = s_layout.Find("memory")!.MountPoint + path;
            string cpu = s_layout.Find("cpu")!.MountPoint + path;
            foreach ((long limit, long swap, long quota, ulong period) in new (long, long, long, ulong)[]
                { (100, 200, 100000, 100000), (400, 800, 10000, 10000), (50, 60, 900000, 900000), (70, 90, 1000, 1000) })
            {
                cgroup.ApplyLimits(new ResourcesSpec
                {
                    Memory = new MemorySpec { Limit = limit << 20, Swap = swap << 20 },
                    Cpu = new CpuSpec { Quota = quota, Period = period },
                });

                Assert.Equal((limit << 20) + "\n", File.ReadAllText(memory + "/memory.limit_in_bytes"));
                Assert.Equal((swap << 20) + "\n", File.ReadAllText(memory + "/memory.memsw.limit_in_bytes"));
                Assert.Equal(quota + "\n", File.ReadAllText(cpu + "/cpu.cfs_quota_us"));
                Assert.Equal(period + "\n", File.ReadAllText(cpu + "/cpu.cfs_period_us"));
            }

            cgroup.ApplyLimits(new ResourcesSpec { Memory = new MemorySpec { Limit = -1 } });

            Assert.Equal("9223372036854771712\n", File.ReadAllText(memory + "/memory.memsw.limit_in_bytes"));
        });
    }

    [Fact]
    public void Limit_of_a_controller_that_is_not_mounted_is_refused()
    {
        Run(path =>
        {
            Assert.SkipWhen(s_layout.Find("net_cls") is not null, "net_cls is mounted");
            using Cgroup cgroup = Prepare(path);
            cgroup.Create();

            CgroupException refusal = Assert.Throws<CgroupException>(
                () => cgroup.Apply(new ResourcesSpec { Network = new NetworkSpec { ClassID = 1 } }));

            Assert.Equal("cannot set net_cls limit: container could not join or create cgroup", refusal.Message);
        });
    }

    [Fact]
    public void Value_the_kernel_refuses_is_shown()
    {
        Run(path =>
        {
            using Cgroup cgroup = Prepare(path);
            cgroup.Create();

            KernelException refusal = Assert.Throws<KernelException>(
                () => cgroup.Apply(new ResourcesSpec { Pids = new PidsSpec { Limit = -5 } }));

            Assert.Equal("writing \"-5\" to \"" + s_layout.Find("pids")!.MountPoint + path + "/pids.max\": invalid argument (EINVAL)", refusal.Message);
        });
    }

    private static readonly ResourcesSpec s_some = new()
    {
        Memory = new MemorySpec { Limit = 104857600, Swap = 209715200, Reservation = 52428800, DisableOOMKiller = true, UseHierarchy = true, Swappiness = 33 },
        Cpu = new CpuSpec { Shares = 512, Quota = 20000, Period = 50000, Burst = 10000, Cpus = "0", Mems = "0", Idle = 0 },
        Pids = new PidsSpec { Limit = 77 },
        BlockIO = new BlockIoSpec { ThrottleReadBpsDevice = [new ThrottleDeviceSpec { Major = 7, Minor = 0, Rate = 1048576 }] },
    };

    private static void Run(Action<string> test)
    {
        Assert.SkipWhen(s_layout.IsUnified, "this host has only cgroup2");
        using TemporaryCgroup cgroup = new();
        test(cgroup.Path);
    }

    private static Cgroup Prepare(string path)
    {
        return Cgroup.Prepare(s_layout, path, "test", ignorePermissionErrors: false);
    }
}
