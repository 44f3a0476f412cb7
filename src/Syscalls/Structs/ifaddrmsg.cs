using System.Runtime.InteropServices;

namespace Runtime.Syscalls;

/// <summary>An address of a network device in a rtnetlink(7) message.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct ifaddrmsg
{
    public byte ifa_family;
    public byte ifa_prefixlen;
    public byte ifa_flags;
    public byte ifa_scope;
    public uint ifa_index;
}
