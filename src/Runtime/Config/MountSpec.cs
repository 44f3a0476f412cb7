namespace Runtime.Config;

/// <summary>One entry of <c>mounts</c> (runtime-spec 1.3, config.md, Mounts).</summary>
internal sealed record MountSpec
{
    /// <summary>A path inside the container; a relative one counts from its root.</summary>
    public required string Destination { get; init; }

    /// <summary>The file system; meaningless for a bind mount.</summary>
    public string? Type { get; init; }

    /// <summary>A device, a name, or for a bind mount a path: absolute or relative to the bundle.</summary>
    public string? Source { get; init; }

    /// <summary>Words of mount(8); those that are no flags go to the file system as its data.</summary>
    public string[] Options { get; init; } = [];

    /// <summary>With <see cref="GidMappings"/>, both or none: an id-mapped bind mount.</summary>
    public IdMappingSpec[] UidMappings { get; init; } = [];

    public IdMappingSpec[] GidMappings { get; init; } = [];
}

/// <summary>A range of user or group ids (config-linux.md, User namespace mappings).</summary>
internal sealed record IdMappingSpec
{
    /// <summary>The first id inside.</summary>
    public required uint ContainerID { get; init; }

    /// <summary>The first id outside.</summary>
    public required uint HostID { get; init; }

    public required uint Size { get; init; }
}
