using System.Runtime.InteropServices;

namespace Runtime.Syscalls;

/// <summary>What uname(2) tells of the system.</summary>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct new_utsname
{
    public fixed byte sysname[65];
    public fixed byte nodename[65];
    public fixed byte release[65];
    public fixed byte version[65];
    public fixed byte machine[65];
    public fixed byte domainname[65];
}
