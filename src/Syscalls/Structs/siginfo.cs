using System.Runtime.InteropServices;

namespace Runtime.Syscalls;

/// <summary>What waitid(2) tells of a child.</summary>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct siginfo
{
    public int si_signo;
    public int si_errno;
    public int si_code;
    public int __pad0;
    public int si_pid;
    public uint si_uid;
    public int si_status;
    public fixed byte __pad1[100];
}
