namespace Runtime.Config;

/// <summary><c>linux.resources</c> of config.json, and the whole of the file given to <c>update --resources</c>.</summary>
internal static class ResourcesReader
{
    public static ResourcesSpec Read(JsonObject resources) => new()
    {
        Devices = resources.List("devices"u8, ReadDeviceRule),
        Memory = resources.TryGetObject("memory"u8, out JsonObject memory) ? ReadMemory(memory) : null,
        Cpu = resources.TryGetObject("cpu"u8, out JsonObject cpu) ? ReadCpu(cpu) : null,
        Pids = resources.TryGetObject("pids"u8, out JsonObject pids) ? new PidsSpec { Limit = pids.Int64("limit"u8) } : null,
        BlockIO = resources.TryGetObject("blockIO"u8, out JsonObject block) ? ReadBlockIo(block) : null,
        HugepageLimits = resources.List("hugepageLimits"u8, ReadHugepageLimit),
        Network = resources.TryGetObject("network"u8, out JsonObject network) ? ReadNetwork(network) : null,
        Rdma = ReadRdma(resources),
        Unified = resources.NamedTexts("unified"u8),
    };

    private static DeviceRuleSpec ReadDeviceRule(JsonObject rule) => new()
    {
        Allow = rule.RequiredBoolean("allow"u8),
        Type = (DeviceRuleType)(rule.Word("type"u8, Words.DeviceRuleTypes) ?? 0),
        Major = Wildcard(rule.Int64("major"u8, -1, uint.MaxValue)),
        Minor = Wildcard(rule.Int64("minor"u8, -1, uint.MaxValue)),
        Access = ReadAccess(rule),
    };

    private static DeviceAccess ReadAccess(JsonObject rule)
    {
        DeviceAccess access = DeviceAccess.None;
        foreach (char letter in rule.Text("access"u8) ?? "")
        {
            access |= letter switch
            {
                'r' => DeviceAccess.Read,
                'w' => DeviceAccess.Write,
                'm' => DeviceAccess.Mknod,
                _ => throw rule.Fault("access", $"\"{letter}\" is not a kind of access; some of r, w, m"),
            };
        }

        return access;
    }

    // Engines write "every number" as −1 or leave it out.
    private static uint? Wildcard(long? number) => number is null or < 0 ? null : (uint)number;

    private static MemorySpec ReadMemory(JsonObject memory) => new()
    {
        Limit = memory.Int64("limit"u8),
        Reservation = memory.Int64("reservation"u8),
        Swap = memory.Int64("swap"u8),
        Kernel = memory.Int64("kernel"u8),
        KernelTCP = memory.Int64("kernelTCP"u8),
        Swappiness = memory.UInt64("swappiness"u8),
        DisableOOMKiller = memory.Boolean("disableOOMKiller"u8),
        UseHierarchy = memory.Boolean("useHierarchy"u8),
        CheckBeforeUpdate = memory.Boolean("checkBeforeUpdate"u8) is true,
    };

    private static CpuSpec ReadCpu(JsonObject cpu) => new()
    {
        Shares = cpu.UInt64("shares"u8),
        Quota = cpu.Int64("quota"u8),
        Burst = cpu.UInt64("burst"u8),
        Period = cpu.UInt64("period"u8),
        RealtimeRuntime = cpu.Int64("realtimeRuntime"u8),
        RealtimePeriod = cpu.UInt64("realtimePeriod"u8),
        Cpus = cpu.Text("cpus"u8),
        Mems = cpu.Text("mems"u8),
        Idle = cpu.Int64("idle"u8),
    };

    private static BlockIoSpec ReadBlockIo(JsonObject block) => new()
    {
        Weight = block.UInt16("weight"u8),
        LeafWeight = block.UInt16("leafWeight"u8),
        WeightDevice = block.List("weightDevice"u8, ReadWeightDevice),
        ThrottleReadBpsDevice = block.List("throttleReadBpsDevice"u8, ReadThrottleDevice),
        ThrottleWriteBpsDevice = block.List("throttleWriteBpsDevice"u8, ReadThrottleDevice),
        ThrottleReadIOPSDevice = block.List("throttleReadIOPSDevice"u8, ReadThrottleDevice),
        ThrottleWriteIOPSDevice = block.List("throttleWriteIOPSDevice"u8, ReadThrottleDevice),
    };

    private static WeightDeviceSpec ReadWeightDevice(JsonObject device) => new()
    {
        Major = device.RequiredUInt32("major"u8),
        Minor = device.RequiredUInt32("minor"u8),
        Weight = device.UInt16("weight"u8),
        LeafWeight = device.UInt16("leafWeight"u8),
    };

    private static ThrottleDeviceSpec ReadThrottleDevice(JsonObject device) => new()
    {
        Major = device.RequiredUInt32("major"u8),
        Minor = device.RequiredUInt32("minor"u8),
        Rate = device.UInt64("rate"u8) ?? 0,
    };

    private static HugepageLimitSpec ReadHugepageLimit(JsonObject limit) => new()
    {
        PageSize = limit.RequiredText("pageSize"u8),
        Limit = limit.RequiredUInt64("limit"u8),
    };

    private static NetworkSpec ReadNetwork(JsonObject network) => new()
    {
        ClassID = network.UInt32("classID"u8),
        Priorities = network.List("priorities"u8, ReadInterfacePriority),
    };

    private static InterfacePrioritySpec ReadInterfacePriority(JsonObject item) => new()
    {
        Name = item.RequiredText("name"u8),
        Priority = item.RequiredUInt32("priority"u8),
    };

    private static RdmaSpec[] ReadRdma(JsonObject resources)
    {
        (string Name, JsonValue Value)[] members = resources.Members("rdma"u8);
        RdmaSpec[] devices = members.Length == 0 ? [] : new RdmaSpec[members.Length];
        for (int i = 0; i < devices.Length; i++)
        {
            JsonObject device = members[i].Value.AsObject();
            devices[i] = new RdmaSpec
            {
                Device = members[i].Name,
                HcaHandles = device.UInt32("hcaHandles"u8),
                HcaObjects = device.UInt32("hcaObjects"u8),
            };
        }

        return devices;
    }
}
