using System;
using Runtime.Config;
using Runtime.Resources;
using Xunit;

namespace Runtime.Tests.Resources;

public sealed class UnitPropertyTests
{
    private const ulong Infinity = ulong.MaxValue;

    [Fact]
    public void Limits_of_v2_are_properties_of_the_unit()
    {
        ResourcesSpec resources = new()
        {
            Memory = new MemorySpec { Limit = 1000, Reservation = 500, Swap = 3000 },
            Cpu = new CpuSpec { Shares = 1024, Quota = 12345, Period = 100_000, Cpus = "0-1,9", Mems = "0" },
            Pids = new PidsSpec { Limit = 0 },
            BlockIO = new BlockIoSpec { Weight = 10 },
        };

        Assert.Equal(
            Bytes(properties =>
            {
                properties.Add("TasksMax", 1);
                properties.Add("MemoryMax", 1000);
                properties.Add("MemoryLow", 500);
                properties.Add("MemorySwapMax", 2000);
                properties.Add("CPUWeight", 100);
                properties.Add("CPUQuotaPeriodUSec", 100_000);
                properties.Add("CPUQuotaPerSecUSec", 130_000); // 123450 in whole percents, never less
                properties.Add("AllowedCPUs", [0b11, 0b10]);
                properties.Add("AllowedMemoryNodes", [1]);
                properties.Add("IOWeight", 1);
            }),
            Limits(resources, isUnified: true));
    }

    [Fact]
    public void A_unit_that_is_idle_has_no_other_weight()
    {
        ResourcesSpec both = new() { Cpu = new CpuSpec { Shares = 1024, Idle = 1 } };
        ResourcesSpec files = new() { Unified = [new("cpu.weight", "50"), new("cpu.idle", "1\n")] };

        string idle = Bytes(properties => properties.Add("CPUWeight", 0));
        Assert.Equal(idle, Limits(both, isUnified: true));
        Assert.Equal(idle, Limits(files, isUnified: true));
        Assert.Equal(["unable to apply both CPUWeight and CpuIdle to systemd, ignoring CPUWeight"], UnitLimits.Ignored(both));
        Assert.Equal(["unable to apply both cpu.weight and cpu.idle to systemd, ignoring cpu.weight"], UnitLimits.Ignored(files));
    }

    [Fact]
    public void A_unit_that_is_no_longer_idle_has_the_default_weight()
    {
        ResourcesSpec busy = new() { Cpu = new CpuSpec { Idle = 0 } };

        Assert.Equal(Bytes(properties => properties.Add("CPUWeight", Infinity)), Limits(busy, isUnified: true));
        Assert.Equal("", Limits(busy, isUnified: true, version: 251));
    }

    [Fact]
    public void A_systemd_that_knows_no_idle_units_is_given_the_weight()
    {
        ResourcesSpec both = new() { Cpu = new CpuSpec { Shares = 1024, Idle = 1 } };
        ResourcesSpec files = new() { Unified = [new("cpu.weight", "50"), new("cpu.idle", "1")] };

        Assert.Equal(Bytes(properties => properties.Add("CPUWeight", 100)), Limits(both, isUnified: true, version: 251));
        Assert.Equal(Bytes(properties => properties.Add("CPUWeight", 50)), Limits(files, isUnified: true, version: 251));
    }

    [Fact]
    public void Limits_that_are_lifted_are_infinite()
    {
        ResourcesSpec resources = new()
        {
            Memory = new MemorySpec { Limit = -1 },
            Cpu = new CpuSpec { Quota = -1 },
            Pids = new PidsSpec { Limit = -1 },
        };

        Assert.Equal(
            Bytes(properties =>
            {
                properties.Add("TasksMax", Infinity);
                properties.Add("MemoryMax", Infinity);
                properties.Add("MemorySwapMax", Infinity);
                properties.Add("CPUQuotaPerSecUSec", Infinity);
            }),
            Limits(resources, isUnified: true));
    }

    [Fact]
    public void Limits_of_v1_have_other_names()
    {
        ResourcesSpec resources = new()
        {
            Memory = new MemorySpec { Limit = 1000 },
            Cpu = new CpuSpec { Shares = 512, Quota = 50_000 },
            BlockIO = new BlockIoSpec { Weight = 500 },
        };

        Assert.Equal(
            Bytes(properties =>
            {
                properties.Add("MemoryLimit", 1000);
                properties.Add("CPUShares", 512);
                properties.Add("CPUQuotaPerSecUSec", 500_000);
                properties.Add("BlockIOWeight", 500);
            }),
            Limits(resources, isUnified: false));
    }

    [Fact]
    public void Old_systemd_is_not_asked_for_what_it_does_not_know()
    {
        ResourcesSpec resources = new() { Cpu = new CpuSpec { Quota = 1000, Period = 10_000, Cpus = "0", Idle = 1 } };

        Assert.Equal(Bytes(properties => properties.Add("CPUQuotaPerSecUSec", 100_000)), Limits(resources, isUnified: true, version: 239));
    }

    [Theory]
    [InlineData("pids.max", "max", "TasksMax", Infinity)]
    [InlineData("memory.min", "1", "MemoryMin", 1)]
    [InlineData("memory.low", "2", "MemoryLow", 2)]
    [InlineData("memory.high", "3", "MemoryHigh", 3)]
    [InlineData("memory.max", "4", "MemoryMax", 4)]
    [InlineData("memory.swap.max", "5", "MemorySwapMax", 5)]
    [InlineData("cpu.weight", "6", "CPUWeight", 6)]
    [InlineData("cpu.idle", "1", "CPUWeight", 0)]
    public void Files_that_systemd_writes_too_are_told_to_it(string file, string value, string property, ulong expected)
    {
        ResourcesSpec resources = new() { Unified = [new NamedValue(file, value)] };

        Assert.Equal(Bytes(properties => properties.Add(property, expected)), Limits(resources, isUnified: true));
    }

    [Fact]
    public void Quota_of_a_file_is_told_too()
    {
        ResourcesSpec resources = new() { Unified = [new NamedValue("cpu.max", "max 50000"), new NamedValue("hugetlb.2MB.max", "1")] };

        Assert.Equal(
            Bytes(properties =>
            {
                properties.Add("CPUQuotaPeriodUSec", 50_000);
                properties.Add("CPUQuotaPerSecUSec", Infinity);
            }),
            Limits(resources, isUnified: true));
    }

    [Theory]
    [InlineData("3-1", "linux.resources.cpu.cpus: \"3-1\" is not a list such as \"0-3,7\"")]
    [InlineData("a", "linux.resources.cpu.cpus: \"a\" is not a list such as \"0-3,7\"")]
    [InlineData("0-99999", "linux.resources.cpu.cpus: \"0-99999\" is not a list such as \"0-3,7\"")]
    [InlineData(",", "linux.resources.cpu.cpus: \",\" names nothing")]
    public void List_of_CPUs_that_is_none_is_refused(string list, string message)
    {
        ConfigException error = Assert.Throws<ConfigException>(() => Limits(new ResourcesSpec { Cpu = new CpuSpec { Cpus = list } }, isUnified: true));

        Assert.Equal(message, error.Message);
    }

    [Fact]
    public void Annotations_are_properties()
    {
        NamedValue[] annotations =
        [
            new("org.systemd.property.TimeoutStopSec", "uint64 5"),
            new("org.systemd.property.RuntimeMaxUSec", "uint64 7"),
            new("org.systemd.property.CollectMode", "'inactive-or-failed'"),
            new("com.example.other", "1"),
        ];

        Assert.Equal(
            Bytes(properties =>
            {
                properties.Add("TimeoutStopUSec", 5_000_000);
                properties.Add("RuntimeMaxUSec", 7);
                properties.Add("CollectMode", "inactive-or-failed");
            }),
            Bytes(properties => UnitAnnotations.Append(properties, annotations)));
    }

    [Theory]
    [InlineData("org.systemd.property.ab", "1", "config.json: annotations: annotation \"org.systemd.property.ab\" name incorrect: \"ab\"")]
    [InlineData("org.systemd.property.A_B", "1", "config.json: annotations: annotation \"org.systemd.property.A_B\" name incorrect: \"A_B\"")]
    [InlineData("org.systemd.property.Abc", "x", "config.json: annotations: annotation \"org.systemd.property.Abc\" value parse error: \"x\" is not a value in GVariant's text format")]
    [InlineData("org.systemd.property.StopSec", "'x'", "config.json: annotations: annotation \"org.systemd.property.StopSec\" value parse error: \"x\" is not a number of seconds")]
    public void Annotation_that_is_none_is_refused(string name, string value, string message)
    {
        ConfigException error = Assert.Throws<ConfigException>(() => Bytes(properties => UnitAnnotations.Append(properties, [new NamedValue(name, value)])));

        Assert.Equal(message, error.Message);
    }

    [Fact]
    public void Devices_of_v1_are_named_by_the_kernels_list()
    {
        const string Known = "Character devices:\n  1 mem\n136 pts\n\nBlock devices:\n  1 ramdisk\n";

        Assert.Equal("char-pts", UnitDevices.Group(Known, "char", "136"));
        Assert.Equal("block-ramdisk", UnitDevices.Group(Known, "block", "1"));
        Assert.Null(UnitDevices.Group(Known, "block", "136"));
    }

    [Theory] // since systemd 240 a number needs no node; before, a rule about a missing one only made it complain
    [InlineData(239, false)]
    [InlineData(240, true)]
    public void A_device_of_v1_needs_no_node_where_systemd_reads_its_number(int version, bool isNamed)
    {
        DeviceRuleSpec missing = new() { Allow = true, Type = DeviceRuleType.Character, Major = 4094, Minor = 7, Access = DeviceAccess.Read };

        string bytes = Bytes(properties => UnitDevices.Append(properties, [missing], () => version));

        Assert.Equal(isNamed, bytes.Contains(Convert.ToHexString("/dev/char/4094:7"u8), StringComparison.Ordinal));
    }

    private static string Limits(ResourcesSpec resources, bool isUnified, int version = 257)
    {
        return Bytes(properties => new UnitLimits(properties, () => version).Append(resources, isUnified));
    }

    private static string Bytes(Action<PropertyList> append)
    {
        BusWriter writer = new();
        append(new PropertyList(writer));
        return Convert.ToHexString(writer.Written);
    }
}
