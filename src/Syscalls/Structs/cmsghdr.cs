using System.Runtime.InteropServices;

namespace Runtime.Syscalls;

/// <summary>The head of a control message; its data follows.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct cmsghdr
{
    public nuint cmsg_len;
    public int cmsg_level;
    public int cmsg_type;
}
