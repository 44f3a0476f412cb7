using System.Runtime.InteropServices;

namespace Runtime.Syscalls;

/// <summary>The address of a unix(7) socket.</summary>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct sockaddr_un
{
    public ushort sun_family;
    public fixed byte sun_path[108];
}
