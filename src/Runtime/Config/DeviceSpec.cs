using System;

namespace Runtime.Config;

/// <summary>One entry of <c>linux.devices</c>: a node to make (runtime-spec 1.3, config-linux.md, Devices).</summary>
internal sealed record DeviceSpec
{
    public required DeviceType Type { get; init; }

    /// <summary>Absolute, inside the container.</summary>
    public required string Path { get; init; }

    /// <summary>0 for a fifo.</summary>
    public uint Major { get; init; }

    public uint Minor { get; init; }

    /// <summary>The permission bits; null means 0666.</summary>
    public uint? FileMode { get; init; }

    /// <summary>The owner inside the container; null means 0.</summary>
    public uint? Uid { get; init; }

    public uint? Gid { get; init; }
}

/// <summary>The types of mknod(2): c and u, b, p.</summary>
internal enum DeviceType
{
    Character,
    Block,
    Fifo,
}

/// <summary>One entry of <c>linux.resources.devices</c>; a later one overrides an earlier one (config-linux.md, Allowed Device list).</summary>
internal sealed record DeviceRuleSpec
{
    public required bool Allow { get; init; }

    public DeviceRuleType Type { get; init; }

    /// <summary>Null means every one.</summary>
    public uint? Major { get; init; }

    /// <summary>Null means every one.</summary>
    public uint? Minor { get; init; }

    public DeviceAccess Access { get; init; }
}

/// <summary>The devices a rule is about: a, c, b.</summary>
internal enum DeviceRuleType
{
    All,
    Character,
    Block,
}

/// <summary>What a rule is about: m, r, w. The values are the kernel's (<c>BPF_DEVCG_ACC_*</c>).</summary>
[Flags]
internal enum DeviceAccess
{
    None = 0,
    Mknod = 1,
    Read = 2,
    Write = 4,
}
