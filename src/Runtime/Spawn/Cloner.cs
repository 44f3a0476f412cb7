using System.Runtime.InteropServices;

using Runtime.Plan;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Spawn;

/// <summary>Gives birth to a process that walks a plan.</summary>
internal static unsafe partial class Cloner
{
    /// <param name="plan">What it walks.</param>
    /// <param name="flags">Of clone3: the new namespaces.</param>
    /// <param name="cgroup">The cgroup it is born in; null: the caller's.</param>
    /// <returns>The process, which has already become the init and begun.</returns>
    /// <exception cref="KernelException">The kernel refuses the clone.</exception>
    public static Child Clone(LaunchPlan plan, ulong flags, Descriptor? cgroup)
    {
        using Descriptor image = InitImage.Open();
        byte* number = stackalloc byte[12];
        WriteDecimal(plan.Memory.Memfd.Number, number);
        fixed (byte* name = "runtime-init\0"u8)
        {
            byte** argv = stackalloc byte*[] { name, number, null };
            ExecveatArguments program = new()
            {
                directory = image.Number,
                path = name + "runtime-init".Length,
                argv = argv,
                envp = argv + 2,
                flags = AT_EMPTY_PATH,
            };
            Kernel.Fcntl(plan.Memory.Memfd.Number, F_SETFD, 0); // the one descriptor of ours that crosses execveat; init closes it
            return Clone(flags, cgroup, &program);
        }
    }

    private static Child Clone(ulong flags, Descriptor? cgroup, ExecveatArguments* program)
    {
        int pidfd = -1;
        clone_args arguments = new()
        {
            // The child borrows the memory until execveat: nothing is copied, and nothing of it is charged to the container's cgroup.
            flags = flags | CLONE_VM | CLONE_VFORK | CLONE_PIDFD | (cgroup is null ? 0 : CLONE_INTO_CGROUP),
            pidfd = (ulong)&pidfd,
            exit_signal = SIGCHLD,
            cgroup = cgroup is null ? 0 : (ulong)cgroup.Number,
        };

        // A handler must not run in borrowed memory; init empties the mask.
        ulong mask = Kernel.RtSigProcMask(SIG_BLOCK, ulong.MaxValue);
        nint pid = CloneInit(SystemCall.clone3, (nint)(&arguments), sizeof(clone_args), 0, 0, 0, program);
        if (pid is -Errno.ENOSYS or -Errno.EPERM && cgroup is null)
        {
            // A seccomp filter around this process may know clone and refuse clone3, whose arguments it cannot see.
            pid = CloneInit(SystemCall.clone, (nint)(arguments.flags | SIGCHLD), 0, (nint)(&pidfd), 0, 0, program);
        }

        _ = Kernel.RtSigProcMask(SIG_SETMASK, mask);
        if (pid < 0)
        {
            throw new KernelException("cloning the init", (int)-pid, RemedyOf((int)-pid, flags));
        }

        return new Child((int)pid, new Descriptor(pidfd));
    }

    private static string? RemedyOf(int errno, ulong flags)
    {
        return errno switch
        {
            Errno.ENOSPC when (flags & CLONE_NEWUSER) != 0 => "the limit is /proc/sys/user/max_user_namespaces",
            Errno.ENOSPC => "the limits are in /proc/sys/user",
            Errno.EAGAIN => "too many processes: see RLIMIT_NPROC, and pids.max of the cgroup",
            Errno.EPERM => "without root, a container needs a user namespace of its own",
            _ => null,
        };
    }

    private static void WriteDecimal(int value, byte* text)
    {
        int digits = 0;
        for (int rest = value; rest > 0 || digits == 0; rest /= 10)
        {
            digits++;
        }

        text[digits] = 0;
        for (int i = digits - 1; i >= 0; i--, value /= 10)
        {
            text[i] = (byte)('0' + (value % 10));
        }
    }

    /// <summary>In CloneInit.*.s: the only instructions between the clone and the init.</summary>
    [LibraryImport("CloneInit")]
    private static partial nint CloneInit(nint number, nint a, nint b, nint c, nint d, nint e, ExecveatArguments* program);

    private struct ExecveatArguments
    {
        public nint directory;
        public byte* path;
        public byte** argv;
        public byte** envp;
        public nint flags;
    }
}
