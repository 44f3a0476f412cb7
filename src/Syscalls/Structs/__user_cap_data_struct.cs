using System.Runtime.InteropServices;

namespace Runtime.Syscalls;

/// <summary>Half of a thread's capabilities: capset(2) takes two of these.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct __user_cap_data_struct
{
    public uint effective;
    public uint permitted;
    public uint inheritable;
}
