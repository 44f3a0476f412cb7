using System.Runtime.InteropServices;

namespace Runtime.Syscalls;

/// <summary>Who is at the other end of a unix(7) socket.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct ucred
{
    public int pid;
    public uint uid;
    public uint gid;
}
