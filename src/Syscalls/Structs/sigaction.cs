using System.Runtime.InteropServices;

namespace Runtime.Syscalls;

/// <summary>The kernel's sigaction, which is not that of the C library.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct sigaction
{
    public nint sa_handler;
    public ulong sa_flags;
    public nint sa_restorer;
    public ulong sa_mask;
}
