using System.Runtime.InteropServices;

namespace Runtime.Syscalls;

/// <summary>The size of a terminal.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct winsize
{
    public ushort ws_row;
    public ushort ws_col;
    public ushort ws_xpixel;
    public ushort ws_ypixel;
}
