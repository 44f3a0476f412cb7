using System.Runtime.InteropServices;

namespace Runtime.Syscalls;

/// <summary>An event of epoll(7); packed on x64, so that 32-bit programs see the same layout.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct epoll_event
{
    public uint events;
    public ulong data;
}
