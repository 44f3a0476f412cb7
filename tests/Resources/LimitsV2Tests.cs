using System.IO;
using System.Linq;
using Runtime.Config;
using Runtime.Resources;
using Runtime.Syscalls;
using Xunit;

namespace Runtime.Tests.Resources;

public sealed class LimitsV2Tests
{
    [Fact]
    public void Nothing_said_is_nothing_written()
    {
        Assert.Empty(LimitsV2.Compile(new ResourcesSpec()));
        Assert.Empty(LimitsV2.Compile(new ResourcesSpec { Memory = new MemorySpec(), Cpu = new CpuSpec(), Pids = new PidsSpec(), BlockIO = new BlockIoSpec() }));
    }

    [Fact]
    public void Everything_is_written_in_this_order()
    {
        ResourcesSpec resources = new()
        {
            Unified = [new NamedValue("memory.high", "900"), new NamedValue("io.max", "8:0 rbps=1\n8:16 rbps=2\n"), new NamedValue("cgroup.max.depth", "3")],
            Rdma = [new RdmaSpec { Device = "mlx5_0", HcaHandles = 3, HcaObjects = 4 }, new RdmaSpec { Device = "mlx5_1", HcaObjects = 5 }],
            HugepageLimits = [new HugepageLimitSpec { PageSize = "2MB", Limit = 4194304 }],
            Cpu = new CpuSpec { Shares = 1024, Quota = 20000, Period = 50000, Burst = 1000, Cpus = "0-1", Mems = "0", Idle = 0 },
            BlockIO = new BlockIoSpec
            {
                Weight = 500,
                WeightDevice = [new WeightDeviceSpec { Major = 8, Minor = 0, Weight = 100 }, new WeightDeviceSpec { Major = 8, Minor = 16, LeafWeight = 100 }],
                ThrottleReadBpsDevice = [new ThrottleDeviceSpec { Major = 8, Minor = 0, Rate = 1 }],
                ThrottleWriteBpsDevice = [new ThrottleDeviceSpec { Major = 8, Minor = 0, Rate = 2 }],
                ThrottleReadIOPSDevice = [new ThrottleDeviceSpec { Major = 8, Minor = 0, Rate = 3 }],
                ThrottleWriteIOPSDevice = [new ThrottleDeviceSpec { Major = 8, Minor = 0, Rate = 4 }],
            },
            Memory = new MemorySpec { Limit = 1000, Swap = 3000, Reservation = 500, Kernel = 1, KernelTCP = 1, Swappiness = 60, DisableOOMKiller = true },
            Pids = new PidsSpec { Limit = 10 },
        };

        Assert.Equal(
            [
                "pids.max=10",
                "memory.swap.max=2000",
                "memory.max=1000",
                "memory.low=500",
                "io.bfq.weight=500 ElseNext",
                "io.weight=4950",
                "io.bfq.weight=8:0 100 ElseNext",
                "io.weight=8:0 910",
                "io.max=8:0 rbps=1",
                "io.max=8:0 wbps=2",
                "io.max=8:0 riops=3",
                "io.max=8:0 wiops=4",
                "cpu.idle=0",
                "cpu.weight=100",
                "cpu.max.burst=1000 Postpone",
                "cpu.max=20000 50000",
                "cpuset.cpus=0-1",
                "cpuset.mems=0",
                "hugetlb.2MB.max=4194304",
                "hugetlb.2MB.rsvd.max=4194304 SkipIfMissing",
                "rdma.max=mlx5_0 hca_handle=3 hca_object=4",
                "rdma.max=mlx5_1 hca_object=5",
                "memory.high=900",
                "io.max=8:0 rbps=1",
                "io.max=8:16 rbps=2",
                "cgroup.max.depth=3",
            ],
            Rows(resources));
        Assert.Equal(["pids", "memory", "io", "cpu", "cpuset", "hugetlb", "rdma"], CgroupLimit.Controllers(LimitsV2.Compile(resources)));
    }

    [Fact]
    public void An_idle_cgroup_is_given_no_weight()
    {
        ResourcesSpec both = new() { Cpu = new CpuSpec { Shares = 1024, Idle = 1 } };
        ResourcesSpec files = new() { Unified = [new("cpu.idle", "1"), new("cpu.weight", "50")] };

        Assert.Equal(["cpu.idle=1"], Rows(both));
        Assert.Equal(["cpu.idle=1"], Rows(files));
        Assert.Equal(["unable to apply both cpu.shares and cpu.idle, ignoring cpu.shares"], LimitsV2.Ignored(both));
        Assert.Equal(["unable to apply both cpu.weight and cpu.idle, ignoring cpu.weight"], LimitsV2.Ignored(files));
    }

    [Theory]
    [InlineData(-1L, null, "memory.swap.max=max SkipIfMissing", "memory.max=max")]
    [InlineData(1000L, 1000L, "memory.swap.max=0 SkipIfMissing", "memory.max=1000")]
    [InlineData(1000L, null, "memory.max=1000")]
    [InlineData(1000L, -1L, "memory.swap.max=max SkipIfMissing", "memory.max=1000")]
    [InlineData(null, -1L, "memory.swap.max=max SkipIfMissing")]
    public void Memory_is_written_with_its_swap(long? limit, long? swap, params string[] rows)
    {
        Assert.Equal(rows, Rows(new ResourcesSpec { Memory = new MemorySpec { Limit = limit, Swap = swap } }));
    }

    [Theory]
    [InlineData(20000L, null, "20000 100000")]
    [InlineData(null, 50000ul, "max 50000")]
    [InlineData(-1L, 50000ul, "max 50000")]
    [InlineData(-1L, null, "max 100000")]
    [InlineData(20000L, 0ul, "20000 100000")]
    [InlineData(0L, 50000ul, "max 50000")]
    public void Bandwidth_is_one_line(long? quota, ulong? period, string value)
    {
        Assert.Equal(["cpu.max=" + value], Rows(new ResourcesSpec { Cpu = new CpuSpec { Quota = quota, Period = period } }));
    }

    [Fact]
    public void Burst_alone_is_not_repeated()
    {
        Assert.Equal(["cpu.max.burst=0"], Rows(new ResourcesSpec { Cpu = new CpuSpec { Burst = 0 } }));
    }

    [Theory]
    [InlineData("a/b.c", "linux.resources.unified: unified resource \"a/b.c\" must be a file name (no slashes)")]
    [InlineData("memory", "linux.resources.unified: unified resource \"memory\" must be in the form CONTROLLER.PARAMETER")]
    [InlineData("..", "linux.resources.unified: unified resource \"..\" must be in the form CONTROLLER.PARAMETER")]
    public void Unified_name_that_is_no_file_of_a_controller_is_refused(string name, string message)
    {
        ConfigException refusal = Assert.Throws<ConfigException>(
            () => LimitsV2.Compile(new ResourcesSpec { Unified = [new NamedValue(name, "1")] }));

        Assert.Equal(message, refusal.Message);
    }

    [Theory]
    [InlineData("pids.max", "77")]
    [InlineData("memory.max", "104857600")]
    [InlineData("memory.swap.max", "104857600")]
    [InlineData("memory.low", "52428800")]
    [InlineData("memory.high", "94371840")]
    [InlineData("cpu.weight", "59")]
    [InlineData("cpu.max", "20000 50000")]
    [InlineData("cpu.max.burst", "10000")]
    [InlineData("cpu.idle", "0")]
    [InlineData("cpuset.cpus", "0")]
    [InlineData("cpuset.mems", "0")]
    [InlineData("io.max", "{0} rbps=1048576 wbps=max riops=max wiops=7")]
    [InlineData("hugetlb.2MB.max", "4194304")]
    [InlineData("hugetlb.2MB.rsvd.max", "4194304")]
    public void Kernel_has_the_limit(string file, string value)
    {
        UnifiedView.Run(path =>
        {
            string controller = file[..file.IndexOf('.')];
            Assert.SkipUnless(Controllers("/sys/fs/cgroup").Contains(controller), "this kernel's cgroup2 does not have the controller");
            (uint major, uint minor) = controller == "io" ? FirstDisk() : (0, 0);
            ThrottleDeviceSpec Throttle(ulong rate)
            {
                return new ThrottleDeviceSpec { Major = major, Minor = minor, Rate = rate };
            }
            ResourcesSpec resources = controller switch
            {
                "pids" => new ResourcesSpec { Pids = new PidsSpec { Limit = 77 } },
                "memory" => new ResourcesSpec
                {
                    Memory = new MemorySpec { Limit = 104857600, Swap = 209715200, Reservation = 52428800 },
                    Unified = [new NamedValue("memory.high", "94371840")],
                },
                "cpu" => new ResourcesSpec { Cpu = new CpuSpec { Shares = 512, Quota = 20000, Period = 50000, Burst = 10000, Idle = 0 } },
                "cpuset" => new ResourcesSpec { Cpu = new CpuSpec { Cpus = "0", Mems = "0" } },
                "io" => new ResourcesSpec { BlockIO = new BlockIoSpec { ThrottleReadBpsDevice = [Throttle(1048576)], ThrottleWriteIOPSDevice = [Throttle(7)] } },
                _ => new ResourcesSpec { HugepageLimits = [new HugepageLimitSpec { PageSize = "2MB", Limit = 4194304 }] },
            };
            using Cgroup cgroup = Cgroup.Prepare(CgroupLayout.Detect(), path + "/pod/web", "test", ignorePermissionErrors: false);
            cgroup.Create();

            cgroup.Apply(resources);

            string whole = "/sys/fs/cgroup" + path + "/pod/web/" + file;
            Assert.SkipUnless(File.Exists(whole), "the kernel has no " + file);
            Assert.Equal(string.Format(value, major + ":" + minor) + "\n", File.ReadAllText(whole));
        });
    }

    [Fact]
    public void Every_container_has_the_controllers_that_count()
    {
        UnifiedView.Run(path =>
        {
            using Cgroup cgroup = Cgroup.Prepare(CgroupLayout.Detect(), path + "/pod/web", "test", ignorePermissionErrors: false);

            cgroup.Create();

            Assert.Equal(
                CgroupControllers.Accounting.Intersect(Controllers("/sys/fs/cgroup")).Order(),
                Controllers("/sys/fs/cgroup" + path + "/pod/web").Intersect(CgroupControllers.Accounting).Order());
        });
    }

    [Fact]
    public void Unified_file_of_an_absent_controller_names_it()
    {
        UnifiedView.Run(path =>
        {
            using Cgroup cgroup = Cgroup.Prepare(CgroupLayout.Detect(), path, "test", ignorePermissionErrors: false);
            cgroup.Create();

            ConfigException refusal = Assert.Throws<ConfigException>(
                () => cgroup.Apply(new ResourcesSpec { Unified = [new NamedValue("nonsense.max", "1")] }));

            Assert.Equal("linux.resources.unified: unified resource \"nonsense.max\" can't be set: controller \"nonsense\" not available", refusal.Message);
        });
    }

    [Fact]
    public void Unified_value_the_kernel_refuses_is_shown()
    {
        UnifiedView.Run(path =>
        {
            using Cgroup cgroup = Cgroup.Prepare(CgroupLayout.Detect(), path, "test", ignorePermissionErrors: false);
            cgroup.Create();

            RuntimeException refusal = Assert.Throws<CgroupException>(
                () => cgroup.Apply(new ResourcesSpec { Unified = [new NamedValue("cgroup.max.depth", "many")] }));

            Assert.Equal("unable to set unified resource \"cgroup.max.depth\": writing \"many\" to \"/sys/fs/cgroup" + path
                + "/cgroup.max.depth\": invalid argument (EINVAL)", refusal.Message);
        });
    }

    [Fact]
    public void Limit_below_the_usage_is_refused_if_that_is_asked()
    {
        UnifiedView.Run(path =>
        {
            Assert.SkipUnless(Controllers("/sys/fs/cgroup").Contains("memory"), "this kernel's cgroup2 does not have the memory controller");
            using Cgroup cgroup = Cgroup.Prepare(CgroupLayout.Detect(), path, "test", ignorePermissionErrors: false);
            cgroup.Create();
            using SleepingProcess process = SleepingProcess.StartIn("/sys/fs/cgroup" + path);
            string usage = File.ReadAllText("/sys/fs/cgroup" + path + "/memory.current").TrimEnd('\n');

            CgroupException limit = Assert.Throws<CgroupException>(
                () => cgroup.ApplyLimits(new ResourcesSpec { Memory = new MemorySpec { Limit = 4096, CheckBeforeUpdate = true } }));
            CgroupException swap = Assert.Throws<CgroupException>(
                () => cgroup.ApplyLimits(new ResourcesSpec { Memory = new MemorySpec { Limit = 4096, Swap = 8192, CheckBeforeUpdate = true } }));

            Assert.Equal("rejecting memory limit 4096 <= usage " + usage, limit.Message);
            Assert.Equal("rejecting memory+swap limit 8192 <= usage " + usage, swap.Message);
            Assert.Equal("max\n", File.ReadAllText("/sys/fs/cgroup" + path + "/memory.max"));
        });
    }

    private static string[] Controllers(string directory)
    {
        return File.ReadAllText(directory + "/cgroup.controllers").TrimEnd('\n').Split(' ');
    }

    private static (uint Major, uint Minor) FirstDisk()
    {
        string[] number = File.ReadAllText(Directory.GetDirectories("/sys/block")[0] + "/dev").TrimEnd('\n').Split(':');
        return (uint.Parse(number[0]), uint.Parse(number[1]));
    }

    private static string[] Rows(ResourcesSpec resources)
    {
        return [.. LimitsV2.Compile(resources).Select(row => row.File + "=" + row.Value + (row.IfRefused == IfRefused.Fail ? "" : " " + row.IfRefused))];
    }
}
