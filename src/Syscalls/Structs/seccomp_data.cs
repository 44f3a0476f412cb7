using System.Runtime.InteropServices;

namespace Runtime.Syscalls;

/// <summary>What a seccomp filter sees of a call.</summary>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct seccomp_data
{
    public int nr;
    public uint arch;
    public ulong instruction_pointer;
    public fixed ulong args[6];
}
