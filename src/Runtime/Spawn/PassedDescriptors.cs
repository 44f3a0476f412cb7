using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Spawn;

/// <summary>The descriptors after standard error that the caller wants passed.</summary>
internal static class PassedDescriptors
{
    private const int First = 3;

    /// <summary>
    /// Whether the caller has opened them. One that closes on execve did not come through it: it is this program's own, and nothing for a container
    /// (CVE-2024-21626).
    /// </summary>
    public static void Check(int count)
    {
        for (int number = First; number < First + count; number++)
        {
            nint flags = Kernel.TryFcntl(number, F_GETFD, 0);
            if (flags < 0 || (flags & FD_CLOEXEC) != 0)
            {
                throw new KernelException($"unable to stat preserved-fd {number} (of {count})", Errno.EBADF);
            }
        }
    }
}
