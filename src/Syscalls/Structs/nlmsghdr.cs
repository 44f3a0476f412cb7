using System.Runtime.InteropServices;

namespace Runtime.Syscalls;

/// <summary>The head of a netlink(7) message.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct nlmsghdr
{
    public uint nlmsg_len;
    public ushort nlmsg_type;
    public ushort nlmsg_flags;
    public uint nlmsg_seq;
    public uint nlmsg_pid;
}
