namespace Runtime.Config;

/// <summary>The whole of config.json for Linux (runtime-spec 1.3, config.md). Never mutated.</summary>
internal sealed record Spec
{
    /// <summary>SemVer 2.0.0 of the specification the file was written for; major version 1.</summary>
    public required string OciVersion { get; init; }

    public required RootSpec Root { get; init; }

    /// <summary>Null: the container can be created, but not started.</summary>
    public ProcessSpec? Process { get; init; }

    /// <summary>Null leaves the name of the UTS namespace alone.</summary>
    public string? Hostname { get; init; }

    /// <summary>The NIS domain name; null leaves it alone.</summary>
    public string? Domainname { get; init; }

    /// <summary>In the order in which they are made.</summary>
    public MountSpec[] Mounts { get; init; } = [];

    public HooksSpec Hooks { get; init; } = new();

    public NamedValue[] Annotations { get; init; } = [];

    public LinuxSpec Linux { get; init; } = new();
}

/// <summary><c>root</c>: the container's root file system (config.md, Root).</summary>
internal sealed record RootSpec
{
    /// <summary>As written: absolute, or relative to the bundle. <see cref="Bundle.RootPath"/> is the resolved one.</summary>
    public required string Path { get; init; }

    public bool Readonly { get; init; }
}
