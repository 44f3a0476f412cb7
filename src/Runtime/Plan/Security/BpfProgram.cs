using System;
using System.Runtime.InteropServices;
using Runtime.Syscalls;

namespace Runtime.Plan;

/// <summary>A finished seccomp filter and how to load it.</summary>
internal sealed class BpfProgram
{
    private readonly ReadOnlyMemory<sock_filter> _instructions;

    public BpfProgram(ReadOnlyMemory<sock_filter> instructions, uint flags, bool needsListener, string[] ignored)
    {
        _instructions = instructions;
        Flags = flags;
        NeedsListener = needsListener;
        Ignored = ignored;
    }

    public ReadOnlySpan<sock_filter> Instructions => _instructions.Span;

    /// <summary>As the kernel takes them: eight bytes an instruction.</summary>
    public ReadOnlySpan<byte> Bytes => MemoryMarshal.AsBytes(_instructions.Span);

    /// <summary>The flags of seccomp(2), SECCOMP_FILTER_FLAG_NEW_LISTENER among them if it is needed.</summary>
    public uint Flags { get; }

    /// <summary>A rule notifies: seccomp(2) returns a descriptor that the agent must get.</summary>
    public bool NeedsListener { get; }

    /// <summary>The names in the rules that none of the filter's architectures has, in the order of the rules.</summary>
    public string[] Ignored { get; }
}
