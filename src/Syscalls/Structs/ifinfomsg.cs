using System.Runtime.InteropServices;

namespace Runtime.Syscalls;

/// <summary>A network device in a rtnetlink(7) message.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct ifinfomsg
{
    public byte ifi_family;
    public byte __ifi_pad;
    public ushort ifi_type;
    public int ifi_index;
    public uint ifi_flags;
    public uint ifi_change;
}
