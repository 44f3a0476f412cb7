using static Runtime.Plan.ArgumentKind;
using static Runtime.Syscalls.Flags;

using SystemCall = Runtime.Syscalls.SystemCall;

namespace Runtime.Plan;

/// <summary>What the arguments of the system calls in a plan are. A call that is not in this table is listed with bare numbers.</summary>
internal static class CallFormat
{
    /// <param name="number">Of the call.</param>
    /// <param name="first">Its first argument, which for prctl and keyctl decides what the others are.</param>
    /// <param name="second">Its second, which for ioctl does.</param>
    public static ArgumentKind[] Of(int number, long first, long second)
    {
        return number switch
        {
            SystemCall.prctl => OfProcessControl((int)first),
            SystemCall.keyctl => OfKeyControl((int)first),
            SystemCall.ioctl => OfIoControl((uint)second),
            SystemCall.fcntl => [Descriptor, FileControl, Number],

            SystemCall.chdir => [Text],
            SystemCall.chroot => [Text],
            SystemCall.close => [Descriptor],
            SystemCall.close_range => [Word, Word, CloseRangeFlags],
            SystemCall.dup3 => [Descriptor, Descriptor, CloseOnExec],
            SystemCall.faccessat => [Descriptor, Text, AccessMode],
            SystemCall.faccessat2 => [Descriptor, Text, AccessMode, AccessFlags],
            SystemCall.fchdir => [Descriptor],
            SystemCall.fchmod => [Descriptor, Mode],
            SystemCall.fchmodat => [Descriptor, Text, Mode],
            SystemCall.fchown => [Descriptor, Number, Number],
            SystemCall.fchownat => [Descriptor, Text, Number, Number, AtFlags],
            SystemCall.fsetxattr => [Descriptor, Text, Bytes, Number, Number],
            SystemCall.fstatfs => [Descriptor, ArgumentKind.statfs],
            SystemCall.getcwd => [Buffer, Number],
            SystemCall.lseek => [Descriptor, Number, SeekOrigin],
            SystemCall.linkat => [Descriptor, Text, Descriptor, Text, AtFlags],
            SystemCall.memfd_create => [Text, MemfdFlags],
            SystemCall.mkdirat => [Descriptor, Text, Mode],
            SystemCall.mknodat => [Descriptor, Text, TypeAndMode, Device],
            SystemCall.openat => [Descriptor, Text, OpenFlags, Mode],
            SystemCall.openat2 => [Descriptor, Text, open_how, Number],
            SystemCall.pread64 => [Descriptor, Buffer, Number, Number],
            SystemCall.read => [Descriptor, Buffer, Number],
            SystemCall.readlinkat => [Descriptor, Text, Buffer, Number],
            SystemCall.statx => [Descriptor, Text, AtFlags, StatxMask, ArgumentKind.statx],
            SystemCall.symlinkat => [Text, Descriptor, Text],
            SystemCall.umask => [Mode],
            SystemCall.unlinkat => [Descriptor, Text, RemovalFlags],
            SystemCall.write => [Descriptor, Bytes, Number],

            SystemCall.fsconfig => [Descriptor, FileSystemCommand, Text, Text, Number],
            SystemCall.fsmount => [Descriptor, FsmountFlags, MountAttributes],
            SystemCall.fsopen => [Text, FsopenFlags],
            SystemCall.fspick => [Descriptor, Text, FspickFlags],
            SystemCall.mount => [Text, Text, Text, MountFlags, Text],
            SystemCall.mount_setattr => [Descriptor, Text, AtFlags, mount_attr, Number],
            SystemCall.move_mount => [Descriptor, Text, Descriptor, Text, MoveMountFlags],
            SystemCall.open_tree => [Descriptor, Text, OpenTreeFlags],
            SystemCall.pivot_root => [Text, Text],
            SystemCall.umount2 => [Text, UnmountFlags],

            SystemCall.clone => [CloneFlags, Number, Buffer, Number, Number],
            SystemCall.execve => [Text, Texts, Texts],
            SystemCall.execveat => [Descriptor, Text, Texts, Texts, AtFlags],
            SystemCall.exit_group => [Number],
            SystemCall.kill => [Number, Signal],
            SystemCall.pidfd_open => [Number, OpenFlags],
            SystemCall.pidfd_send_signal => [Descriptor, Signal, Number, Number],
            SystemCall.ppoll => [pollfd, Number, timespec, SignalSet, Number],
            SystemCall.waitid => [IdType, Number, siginfo, WaitFlags, Buffer],
            SystemCall.rt_sigaction => [Signal, sigaction, sigaction, Number],
            SystemCall.rt_sigprocmask => [SignalMaskRule, SignalSet, SignalSet, Number],
            SystemCall.setns => [Descriptor, CloneFlags],
            SystemCall.sched_setaffinity => [Number, Number, Buffer],
            SystemCall.setsid => [],
            SystemCall.unshare => [CloneFlags],

            SystemCall.capset => [cap_header, cap_data],
            SystemCall.personality => [Personality],
            SystemCall.prlimit64 => [Number, Rlimit, rlimit64, rlimit64],
            SystemCall.seccomp => [SeccompOperation, SeccompFlags, sock_fprog],
            SystemCall.setgroups => [Number, Ids],
            SystemCall.setresgid => [Number, Number, Number],
            SystemCall.setresuid => [Number, Number, Number],

            SystemCall.ioprio_set => [Number, Number, Bits],
            SystemCall.sched_setattr => [Number, sched_attr, Bits],
            SystemCall.set_mempolicy => [MemoryPolicy, NodeMask, Number],
            SystemCall.setpriority => [Number, Number, Number],

            SystemCall.sendmsg => [Descriptor, msghdr, MessageFlags],
            SystemCall.setdomainname => [Text, Number],
            SystemCall.sethostname => [Text, Number],
            SystemCall.socket => [SocketFamily, ArgumentKind.SocketType, Number],
            _ => [],
        };
    }

    private static ArgumentKind[] OfProcessControl(int operation)
    {
        return operation switch
        {
            PR_CAPBSET_DROP => [ProcessControl, Capability],
            PR_CAP_AMBIENT => [ProcessControl, AmbientControl, Capability],
            PR_SET_PDEATHSIG => [ProcessControl, Signal],
            PR_SET_NAME => [ProcessControl, Text],
            _ => [ProcessControl, Number],
        };
    }

    private static ArgumentKind[] OfKeyControl(int operation)
    {
        return operation switch
        {
            KEYCTL_JOIN_SESSION_KEYRING => [KeyControl, Text],
            KEYCTL_SETPERM => [KeyControl, Number, Bits],
            _ => [KeyControl],
        };
    }

    private static ArgumentKind[] OfIoControl(uint request)
    {
        return request switch
        {
            SIOCSIFFLAGS or SIOCGIFFLAGS => [Descriptor, IoControl, ifreq],
            TIOCGPTPEER => [Descriptor, IoControl, OpenFlags],
            TIOCSPTLCK => [Descriptor, IoControl, Integer],
            TIOCSWINSZ => [Descriptor, IoControl, winsize],
            TIOCGPTN => [Descriptor, IoControl, Buffer],
            _ => [Descriptor, IoControl, Number],
        };
    }
}
