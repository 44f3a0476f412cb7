namespace Runtime.Config;

/// <summary><c>linux</c> (runtime-spec 1.3, config-linux.md).</summary>
internal sealed record LinuxSpec
{
    /// <summary>New ones, or existing ones by path; a type that is not listed is inherited.</summary>
    public NamespaceSpec[] Namespaces { get; init; } = [];

    /// <summary>At most 340, the kernel's limit.</summary>
    public IdMappingSpec[] UidMappings { get; init; } = [];

    public IdMappingSpec[] GidMappings { get; init; } = [];

    /// <summary>At most one for each clock.</summary>
    public TimeOffsetSpec[] TimeOffsets { get; init; } = [];

    /// <summary>Nodes to make; whether they may be used is told by <see cref="ResourcesSpec.Devices"/>.</summary>
    public DeviceSpec[] Devices { get; init; } = [];

    public NetDeviceSpec[] NetDevices { get; init; } = [];

    /// <summary>A path below the cgroup root, or slice:prefix:name for systemd; null means one made from the container's id.</summary>
    public string? CgroupsPath { get; init; }

    /// <summary>Null (absent): the limits of a cgroup that exists are left alone.</summary>
    public ResourcesSpec? Resources { get; init; }

    public IntelRdtSpec? IntelRdt { get; init; }

    public MemoryPolicySpec? MemoryPolicy { get; init; }

    /// <summary>Kernel parameters, written a.b.c or a/b/c.</summary>
    public NamedValue[] Sysctl { get; init; } = [];

    public SeccompSpec? Seccomp { get; init; }

    /// <summary>Null means rslave.</summary>
    public RootfsPropagation? RootfsPropagation { get; init; }

    /// <summary>Absolute paths inside the container that cannot be read.</summary>
    public string[] MaskedPaths { get; init; } = [];

    /// <summary>Absolute paths inside the container that cannot be written.</summary>
    public string[] ReadonlyPaths { get; init; } = [];

    /// <summary>The SELinux label of the file systems made for the container.</summary>
    public string? MountLabel { get; init; }

    public PersonalitySpec? Personality { get; init; }

    /// <summary>The namespace of that type, new or joined; null if it is inherited.</summary>
    public NamespaceSpec? Find(NamespaceType type)
    {
        foreach (NamespaceSpec item in Namespaces)
        {
            if (item.Type == type)
            {
                return item;
            }
        }

        return null;
    }

    /// <summary>The container has that namespace apart from the caller's, new or joined.</summary>
    public bool Has(NamespaceType type) => Find(type) is not null;
}

/// <summary>How mounts travel between the container's root and the host's (config-linux.md, Rootfs Mount Propagation).</summary>
internal enum RootfsPropagation
{
    Private,
    Rprivate,
    Shared,
    Rshared,
    Slave,
    Rslave,
    Unbindable,
    Runbindable,
}

/// <summary><c>linux.personality</c>, personality(2) (config-linux.md, Personality).</summary>
internal sealed record PersonalitySpec
{
    public required PersonalityDomain Domain { get; init; }

    /// <summary>The specification defines none yet.</summary>
    public string[] Flags { get; init; } = [];
}

/// <summary>The execution domains of the specification.</summary>
internal enum PersonalityDomain
{
    LINUX,
    LINUX32,
}

/// <summary><c>linux.memoryPolicy</c>, set_mempolicy(2) (config-linux.md, Memory policy).</summary>
internal sealed record MemoryPolicySpec
{
    public required MemoryPolicyMode Mode { get; init; }

    /// <summary>NUMA nodes, a list such as <c>0-3,7</c>; empty only for DEFAULT and LOCAL.</summary>
    public string Nodes { get; init; } = "";

    public MemoryPolicyFlags Flags { get; init; }
}

/// <summary><c>linux.intelRdt</c>, resource control of CPU caches (config-linux.md, IntelRdt).</summary>
internal sealed record IntelRdtSpec
{
    /// <summary>A directory below /sys/fs/resctrl; null means the container's id, made and removed with it; "/" is the root group.</summary>
    public string? ClosID { get; init; }

    /// <summary>Lines of the schemata file, written last.</summary>
    public string[] Schemata { get; init; } = [];

    public string? L3CacheSchema { get; init; }

    public string? MemBwSchema { get; init; }

    /// <summary>A monitoring group of the container's own.</summary>
    public bool EnableMonitoring { get; init; }
}
