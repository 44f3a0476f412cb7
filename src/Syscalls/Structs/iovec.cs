using System.Runtime.InteropServices;

namespace Runtime.Syscalls;

/// <summary>One buffer of a scattered read or write.</summary>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct iovec
{
    public void* iov_base;
    public nuint iov_len;
}
