using System.Runtime.InteropServices;

namespace Runtime.Syscalls;

/// <summary>How openat2(2) opens and resolves.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct open_how
{
    public ulong flags;
    public ulong mode;
    public ulong resolve;
}
