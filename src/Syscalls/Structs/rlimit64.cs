using System.Runtime.InteropServices;

namespace Runtime.Syscalls;

/// <summary>A limit of prlimit(2).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct rlimit64
{
    public ulong rlim_cur;
    public ulong rlim_max;
}
