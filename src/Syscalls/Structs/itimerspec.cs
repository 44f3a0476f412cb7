using System.Runtime.InteropServices;

namespace Runtime.Syscalls;

/// <summary>When a timer expires first, and then again.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct itimerspec
{
    public timespec it_interval;
    public timespec it_value;
}
