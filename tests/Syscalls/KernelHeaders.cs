using System;
using System.Collections.Generic;
using System.Linq;

namespace Runtime.Tests.Syscalls;

/// <summary>Asks a C compiler whether statements about the kernel's headers are true, without linking or running anything.</summary>
internal static class KernelHeaders
{
    private static readonly string[] s_kernel =
    [
        "linux/types.h", "linux/version.h", "linux/fcntl.h", "linux/openat2.h", "linux/stat.h", "asm/stat.h", "asm/statfs.h", "linux/memfd.h",
        "linux/fs.h", "linux/close_range.h", "linux/magic.h", "linux/mount.h", "linux/sched.h", "linux/sched/types.h", "linux/pidfd.h",
        "linux/nsfs.h", "linux/prctl.h", "linux/wait.h", "linux/resource.h", "linux/personality.h", "linux/keyctl.h", "linux/signal.h",
        "asm/siginfo.h", "linux/signalfd.h", "linux/capability.h", "linux/securebits.h", "linux/seccomp.h", "linux/audit.h", "linux/filter.h",
        "linux/bpf.h", "linux/un.h", "linux/netlink.h", "linux/rtnetlink.h", "linux/tty.h", "asm/termbits.h", "asm/termios.h", "asm/ioctls.h",
        "linux/poll.h", "linux/eventpoll.h", "linux/timerfd.h", "linux/inotify.h", "linux/time.h", "linux/random.h", "linux/mman.h",
        "linux/mempolicy.h", "linux/ioprio.h", "linux/uio.h", "linux/utsname.h", "linux/errno.h", "asm/unistd.h", "linux/sockios.h", "asm/socket.h",
    ];

    // What the kernel defines and leaves to the C library to publish. None of it differs between our architectures.
    private static readonly string[] s_library =
    [
        "linux/version.h", "sys/stat.h", "unistd.h", "dirent.h", "sys/statvfs.h", "sys/mount.h", "sys/socket.h", "net/if.h", "sys/eventfd.h",
    ];

    public static Command CheckKernel(string architecture, IEnumerable<string> statements)
    {
        string[] arguments = architecture switch
        {
            "x64" => ["-D__x86_64__", "-nostdinc", "-isystem", "/usr/include/x86_64-linux-gnu", "-isystem", "/usr/include"],
            "arm64" => ["-U__x86_64__", "-D__aarch64__", "-nostdinc", "-isystem", "/usr/aarch64-linux-gnu/include"],
            _ => throw new ArgumentOutOfRangeException(nameof(architecture)),
        };
        return Compile(s_kernel, arguments, statements);
    }

    public static Command CheckLibrary(IEnumerable<string> statements)
    {
        return Compile(s_library, ["-D_GNU_SOURCE"], statements);
    }

    private static Command Compile(string[] headers, string[] arguments, IEnumerable<string> statements)
    {
        IEnumerable<string> lines = headers.Select(header => "#include <" + header + ">").Concat(statements);
        return Command.Run("gcc", string.Join('\n', lines) + "\n", [.. arguments, "-fsyntax-only", "-x", "c", "-"]);
    }
}
