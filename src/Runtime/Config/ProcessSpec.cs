namespace Runtime.Config;

/// <summary><c>process</c>, or the file given to <c>exec --process</c> (runtime-spec 1.3, config.md, Process).</summary>
internal sealed record ProcessSpec
{
    public bool Terminal { get; init; }

    /// <summary>The first size of the terminal; ignored without one.</summary>
    public ConsoleSizeSpec? ConsoleSize { get; init; }

    public UserSpec User { get; init; } = new();

    /// <summary>At least one: the program, found as execvp(3) finds it inside the container, then its arguments.</summary>
    public string[] Args { get; init; } = [];

    /// <summary>NAME=value entries; of two with one name the last counts.</summary>
    public string[] Env { get; init; } = [];

    /// <summary>Absolute, inside the container.</summary>
    public required string Cwd { get; init; }

    /// <summary>Null (absent) is not the same as five empty sets.</summary>
    public CapabilitiesSpec? Capabilities { get; init; }

    public RlimitSpec[] Rlimits { get; init; } = [];

    public bool NoNewPrivileges { get; init; }

    public string? ApparmorProfile { get; init; }

    /// <summary>−1000 to 1000; null leaves the inherited value alone.</summary>
    public int? OomScoreAdj { get; init; }

    public SchedulerSpec? Scheduler { get; init; }

    public string? SelinuxLabel { get; init; }

    public IoPrioritySpec? IoPriority { get; init; }

    /// <summary>Only for <c>exec</c>, never for the first process.</summary>
    public CpuAffinitySpec? ExecCPUAffinity { get; init; }
}

/// <summary><c>process.consoleSize</c>, in characters.</summary>
internal sealed record ConsoleSizeSpec
{
    public required ushort Height { get; init; }

    public required ushort Width { get; init; }
}

/// <summary><c>process.user</c>, as seen inside the container (config.md, POSIX-platform User).</summary>
internal sealed record UserSpec
{
    public uint Uid { get; init; }

    public uint Gid { get; init; }

    /// <summary>0 to 0777; null means the default of the caller.</summary>
    public uint? Umask { get; init; }

    public uint[] AdditionalGids { get; init; } = [];
}

/// <summary>
/// <c>process.capabilities</c>, five sets of <c>CAP_</c> names (config.md, Linux Process).
/// A name the kernel does not know, or cannot grant, is a warning and not an error, so the names stay text here.
/// </summary>
internal sealed record CapabilitiesSpec
{
    public string[] Bounding { get; init; } = [];

    public string[] Effective { get; init; } = [];

    public string[] Inheritable { get; init; } = [];

    public string[] Permitted { get; init; } = [];

    public string[] Ambient { get; init; } = [];
}

/// <summary>One entry of <c>process.rlimits</c>; 18446744073709551615 is infinity (config.md, POSIX process).</summary>
internal sealed record RlimitSpec
{
    public required RlimitType Type { get; init; }

    /// <summary>At most <see cref="Hard"/>.</summary>
    public required ulong Soft { get; init; }

    public required ulong Hard { get; init; }
}

/// <summary>The resources of setrlimit(2); the values are the kernel's.</summary>
internal enum RlimitType
{
    RLIMIT_CPU,
    RLIMIT_FSIZE,
    RLIMIT_DATA,
    RLIMIT_STACK,
    RLIMIT_CORE,
    RLIMIT_RSS,
    RLIMIT_NPROC,
    RLIMIT_NOFILE,
    RLIMIT_MEMLOCK,
    RLIMIT_AS,
    RLIMIT_LOCKS,
    RLIMIT_SIGPENDING,
    RLIMIT_MSGQUEUE,
    RLIMIT_NICE,
    RLIMIT_RTPRIO,
    RLIMIT_RTTIME,
}

/// <summary><c>process.execCPUAffinity</c>: lists such as <c>0-3,7</c> (config.md, Linux Process).</summary>
internal sealed record CpuAffinitySpec
{
    /// <summary>Until the process is in the container's cgroup; null leaves it alone.</summary>
    public string? Initial { get; init; }

    /// <summary>From then on; null means every CPU the cgroup allows.</summary>
    public string? Final { get; init; }
}
