using System.Runtime.InteropServices;

namespace Runtime.Syscalls;

/// <summary>The head of an event of inotify(7); its name follows.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct inotify_event
{
    public int wd;
    public uint mask;
    public uint cookie;
    public uint len;
}
