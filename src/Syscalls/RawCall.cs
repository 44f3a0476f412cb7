using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Runtime.Syscalls;

/// <summary>System calls as the kernel has them: a number, six words, and a result or −errno. Nothing is retried, nothing thrown.</summary>
public static unsafe partial class RawCall
{
    /// <summary>
    /// For calls that cannot block, and for the child of a clone: the runtime is not told that the thread has left managed code,
    /// so a collection on another thread would wait for this call.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static nint Invoke(nint number, nint a = 0, nint b = 0, nint c = 0, nint d = 0, nint e = 0, nint f = 0)
    {
        nint result = Syscall(number, a, b, c, d, e, f);
        return result == -1 ? -*ErrnoLocation() : result;
    }

    /// <summary>For calls that may block, read a disk or wait for another process.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static nint InvokeBlocking(nint number, nint a = 0, nint b = 0, nint c = 0, nint d = 0, nint e = 0, nint f = 0)
    {
        // The return from a native call may wait for a collection, but the runtime keeps errno over that wait
        // and no other code runs in between; SetLastError would read it at the same place and cost a thread-static.
        nint result = BlockingSyscall(number, a, b, c, d, e, f);
        return result == -1 ? -*ErrnoLocation() : result;
    }

    [LibraryImport("libc", EntryPoint = "syscall")]
    [SuppressGCTransition]
    private static partial nint Syscall(nint number, nint a, nint b, nint c, nint d, nint e, nint f);

    [LibraryImport("libc", EntryPoint = "syscall")]
    private static partial nint BlockingSyscall(nint number, nint a, nint b, nint c, nint d, nint e, nint f);

    [LibraryImport("libc", EntryPoint = "__errno_location")]
    [SuppressGCTransition]
    private static partial int* ErrnoLocation();
}
