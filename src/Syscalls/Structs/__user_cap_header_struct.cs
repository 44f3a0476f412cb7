using System.Runtime.InteropServices;

namespace Runtime.Syscalls;

/// <summary>Whose capabilities capset(2) sets, and in which layout.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct __user_cap_header_struct
{
    public uint version;
    public int pid;
}
