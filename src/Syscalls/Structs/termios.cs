using System.Runtime.InteropServices;

namespace Runtime.Syscalls;

/// <summary>The kernel's terminal settings, which are not those of the C library.</summary>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct termios
{
    public uint c_iflag;
    public uint c_oflag;
    public uint c_cflag;
    public uint c_lflag;
    public byte c_line;
    public fixed byte c_cc[19];
}
