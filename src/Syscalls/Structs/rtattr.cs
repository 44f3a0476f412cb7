using System.Runtime.InteropServices;

namespace Runtime.Syscalls;

/// <summary>The head of an attribute in a rtnetlink(7) message; its data follows.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct rtattr
{
    public ushort rta_len;
    public ushort rta_type;
}
