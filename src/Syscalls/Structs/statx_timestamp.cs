using System.Runtime.InteropServices;

namespace Runtime.Syscalls;

/// <summary>A time of statx(2).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct statx_timestamp
{
    public long tv_sec;
    public uint tv_nsec;
    public int __reserved;
}
