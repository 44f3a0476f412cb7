using System.Runtime.InteropServices;

namespace Runtime.Syscalls;

/// <summary>The sizes of the kernel's structures for seccomp_unotify(2).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct seccomp_notif_sizes
{
    public ushort seccomp_notif;
    public ushort seccomp_notif_resp;
    public ushort seccomp_data;
}
