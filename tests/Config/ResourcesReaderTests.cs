using System.IO;
using System.Text;
using Runtime.Config;
using Xunit;

namespace Runtime.Tests.Config;

public sealed class ResourcesReaderTests
{
    private static readonly ResourcesSpec s_resources =
        SpecReader.ReadSpec("config.json", File.ReadAllBytes(RepositoryFiles.PathOf("tests/Config/everything.json"))).Linux.Resources!;

    [Fact]
    public void Memory_and_cpu_are_read()
    {
        MemorySpec memory = new()
        {
            Limit = 33,
            Reservation = 34,
            Swap = 35,
            Kernel = 36,
            KernelTCP = 37,
            Swappiness = 38,
            DisableOOMKiller = true,
            UseHierarchy = true,
            CheckBeforeUpdate = true,
        };
        CpuSpec cpu = new()
        {
            Shares = 39,
            Quota = 40,
            Burst = 41,
            Period = 42,
            RealtimeRuntime = 43,
            RealtimePeriod = 44,
            Cpus = "0-1",
            Mems = "0",
            Idle = 1,
        };
        Assert.Equal(memory, s_resources.Memory);
        Assert.Equal(cpu, s_resources.Cpu);
    }

    [Fact]
    public void Block_devices_are_read()
    {
        BlockIoSpec block = s_resources.BlockIO!;
        Assert.Equal(((ushort)46, (ushort)47), (block.Weight!.Value, block.LeafWeight!.Value));
        Assert.Equal([new WeightDeviceSpec { Major = 48, Minor = 49, Weight = 50, LeafWeight = 51 }], block.WeightDevice);
        Assert.Equal([new ThrottleDeviceSpec { Major = 52, Minor = 53, Rate = 54 }], block.ThrottleReadBpsDevice);
        Assert.Equal([new ThrottleDeviceSpec { Major = 53, Minor = 54, Rate = 55 }], block.ThrottleWriteBpsDevice);
        Assert.Equal([new ThrottleDeviceSpec { Major = 54, Minor = 55, Rate = 56 }], block.ThrottleReadIOPSDevice);
        Assert.Equal([new ThrottleDeviceSpec { Major = 55, Minor = 56, Rate = 57 }], block.ThrottleWriteIOPSDevice);
    }

    [Fact]
    public void Other_controllers_are_read()
    {
        Assert.Equal(new PidsSpec { Limit = 45 }, s_resources.Pids);
        Assert.Equal([new HugepageLimitSpec { PageSize = "2MB", Limit = 58 }], s_resources.HugepageLimits);
        Assert.Equal(59u, s_resources.Network!.ClassID);
        Assert.Equal([new InterfacePrioritySpec { Name = "eth0", Priority = 60 }], s_resources.Network.Priorities);
        Assert.Equal([new RdmaSpec { Device = "mlx5_1", HcaHandles = 61, HcaObjects = 62 }], s_resources.Rdma);
        Assert.Equal([new NamedValue("memory.high", "63")], s_resources.Unified);
    }

    [Theory]
    [InlineData("""{ "allow": true, "type": "c", "major": 31, "minor": 32, "access": "rw" }""", DeviceRuleType.Character, 31u, 32u, DeviceAccess.Read | DeviceAccess.Write)]
    [InlineData("""{ "allow": true, "type": "b", "major": -1, "minor": 0, "access": "m" }""", DeviceRuleType.Block, null, 0u, DeviceAccess.Mknod)]
    [InlineData("""{ "allow": true, "type": "a", "access": "mwr" }""", DeviceRuleType.All, null, null, DeviceAccess.Mknod | DeviceAccess.Read | DeviceAccess.Write)]
    [InlineData("""{ "allow": true }""", DeviceRuleType.All, null, null, DeviceAccess.None)]
    internal void Device_rule_is_read(string rule, DeviceRuleType type, uint? major, uint? minor, DeviceAccess access)
    {
        ResourcesSpec resources = Read($$"""{ "devices": [{{rule}}] }""");

        Assert.Equal([new DeviceRuleSpec { Allow = true, Type = type, Major = major, Minor = minor, Access = access }], resources.Devices);
    }

    [Fact]
    public void Lone_resources_say_their_own_file()
    {
        ConfigException exception = Assert.Throws<ConfigException>(() => Read("""{ "pids": { "limit": "5" } }"""));

        Assert.Equal("limits.json: pids.limit: expected a number, got a string", exception.Message);
    }

    private static ResourcesSpec Read(string json) => SpecReader.ReadResources("limits.json", Encoding.UTF8.GetBytes(json));
}
