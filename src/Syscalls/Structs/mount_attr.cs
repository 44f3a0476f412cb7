using System.Runtime.InteropServices;

namespace Runtime.Syscalls;

/// <summary>What mount_setattr(2) changes.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct mount_attr
{
    public ulong attr_set;
    public ulong attr_clr;
    public ulong propagation;
    public ulong userns_fd;
}
