using System.Linq;
using Runtime.Config;
using Runtime.Resources;
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

    private static string[] Rows(ResourcesSpec resources)
    {
        return [.. LimitsV2.Compile(resources).Select(row => row.File + "=" + row.Value + (row.IfRefused == IfRefused.Fail ? "" : " " + row.IfRefused))];
    }
}
