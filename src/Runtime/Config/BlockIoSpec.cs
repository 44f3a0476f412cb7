namespace Runtime.Config;

/// <summary><c>linux.resources.blockIO</c> (runtime-spec 1.3, config-linux.md, Block IO).</summary>
internal sealed record BlockIoSpec
{
    /// <summary>10 to 1000.</summary>
    public ushort? Weight { get; init; }

    /// <summary>10 to 1000; cgroup v1 only.</summary>
    public ushort? LeafWeight { get; init; }

    public WeightDeviceSpec[] WeightDevice { get; init; } = [];

    public ThrottleDeviceSpec[] ThrottleReadBpsDevice { get; init; } = [];

    public ThrottleDeviceSpec[] ThrottleWriteBpsDevice { get; init; } = [];

    public ThrottleDeviceSpec[] ThrottleReadIOPSDevice { get; init; } = [];

    public ThrottleDeviceSpec[] ThrottleWriteIOPSDevice { get; init; } = [];
}

/// <summary>The weight of one block device.</summary>
internal sealed record WeightDeviceSpec
{
    public required uint Major { get; init; }

    public required uint Minor { get; init; }

    public ushort? Weight { get; init; }

    public ushort? LeafWeight { get; init; }
}

/// <summary>The limit of one block device, in bytes or operations per second.</summary>
internal sealed record ThrottleDeviceSpec
{
    public required uint Major { get; init; }

    public required uint Minor { get; init; }

    public ulong Rate { get; init; }
}
