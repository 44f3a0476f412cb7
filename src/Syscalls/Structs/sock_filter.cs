using System.Runtime.InteropServices;

namespace Runtime.Syscalls;

/// <summary>An instruction of a classic BPF program.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct sock_filter
{
    public ushort code;
    public byte jt;
    public byte jf;
    public uint k;
}
