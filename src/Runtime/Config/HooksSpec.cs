namespace Runtime.Config;

/// <summary><c>hooks</c>: programs run at points of the container's life, in listed order (runtime-spec 1.3, config.md, POSIX-platform Hooks).</summary>
internal sealed record HooksSpec
{
    /// <summary>Deprecated; run before <see cref="CreateRuntime"/>, at the same moment.</summary>
    public HookSpec[] Prestart { get; init; } = [];

    /// <summary>In the runtime's namespaces, after those of the container exist and before its root is entered.</summary>
    public HookSpec[] CreateRuntime { get; init; } = [];

    /// <summary>In the container's namespaces, before its root is entered; the path is one of the host.</summary>
    public HookSpec[] CreateContainer { get; init; } = [];

    /// <summary>In the container, as its user, right before the program; the path is one of the container.</summary>
    public HookSpec[] StartContainer { get; init; } = [];

    /// <summary>In the runtime's namespaces, after the program was started.</summary>
    public HookSpec[] Poststart { get; init; } = [];

    /// <summary>In the runtime's namespaces, after the container was deleted.</summary>
    public HookSpec[] Poststop { get; init; } = [];
}

/// <summary>One program of a hook list.</summary>
internal sealed record HookSpec
{
    /// <summary>Absolute.</summary>
    public required string Path { get; init; }

    /// <summary>All of argv, its first included; empty means the path alone.</summary>
    public string[] Args { get; init; } = [];

    /// <summary>The whole environment; null (absent) means that of whoever runs the hook.</summary>
    public string[]? Env { get; init; }

    /// <summary>Seconds, at least 1; null means for ever.</summary>
    public int? Timeout { get; init; }
}
