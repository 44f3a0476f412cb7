using System.Runtime.InteropServices;

namespace Runtime.Syscalls;

/// <summary>A request of netdevice(7), as far as it concerns the flags.</summary>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct ifreq
{
    public fixed byte ifr_name[16];
    public short ifr_flags;
    public fixed byte __pad[22];
}
