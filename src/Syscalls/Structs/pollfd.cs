using System.Runtime.InteropServices;

namespace Runtime.Syscalls;

/// <summary>One descriptor of poll(2).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct pollfd
{
    public int fd;
    public short events;
    public short revents;
}
