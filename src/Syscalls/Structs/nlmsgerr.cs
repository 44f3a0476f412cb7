using System.Runtime.InteropServices;

namespace Runtime.Syscalls;

/// <summary>The answer of netlink(7) to a request.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct nlmsgerr
{
    public int error;
    public nlmsghdr msg;
}
