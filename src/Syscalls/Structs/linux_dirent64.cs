using System.Runtime.InteropServices;

namespace Runtime.Syscalls;

/// <summary>The head of a directory entry; its name follows up to a NUL.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct linux_dirent64
{
    public ulong d_ino;
    public long d_off;
    public ushort d_reclen;
    public byte d_type;
}
