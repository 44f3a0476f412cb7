using System.Runtime.InteropServices;

namespace Runtime.Syscalls;

/// <summary>A classic BPF program, for seccomp(2).</summary>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct sock_fprog
{
    public ushort len;
    public sock_filter* filter;
}
