using System.Runtime.InteropServices;

namespace Runtime.Syscalls;

/// <summary>The address of a netlink(7) socket.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct sockaddr_nl
{
    public ushort nl_family;
    public ushort nl_pad;
    public uint nl_pid;
    public uint nl_groups;
}
