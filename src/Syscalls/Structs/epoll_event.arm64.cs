using System.Runtime.InteropServices;

namespace Runtime.Syscalls;

/// <summary>An event of epoll(7); not packed on arm64.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct epoll_event
{
    public uint events;
    public ulong data;
}
