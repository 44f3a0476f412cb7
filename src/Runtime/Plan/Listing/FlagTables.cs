using static Runtime.Syscalls.Flags;

namespace Runtime.Plan;

/// <summary>The names of <see cref="Runtime.Syscalls.Flags"/> by what they are used for. Of bits, the wider ones come first.</summary>
internal static class FlagTables
{
    /// <summary>The names for an argument of this kind; null: its values have none.</summary>
    public static (string Name, ulong Value)[]? Of(ArgumentKind kind)
    {
        return kind switch
        {
            ArgumentKind.AccessMode => [
                (nameof(F_OK), F_OK), (nameof(R_OK), R_OK), (nameof(W_OK), W_OK), (nameof(X_OK), X_OK),
            ],
            ArgumentKind.Capability => [
                (nameof(CAP_CHOWN), CAP_CHOWN), (nameof(CAP_DAC_OVERRIDE), CAP_DAC_OVERRIDE), (nameof(CAP_DAC_READ_SEARCH), CAP_DAC_READ_SEARCH),
                (nameof(CAP_FOWNER), CAP_FOWNER), (nameof(CAP_FSETID), CAP_FSETID), (nameof(CAP_KILL), CAP_KILL), (nameof(CAP_SETGID), CAP_SETGID),
                (nameof(CAP_SETUID), CAP_SETUID), (nameof(CAP_SETPCAP), CAP_SETPCAP), (nameof(CAP_LINUX_IMMUTABLE), CAP_LINUX_IMMUTABLE),
                (nameof(CAP_NET_BIND_SERVICE), CAP_NET_BIND_SERVICE), (nameof(CAP_NET_BROADCAST), CAP_NET_BROADCAST),
                (nameof(CAP_NET_ADMIN), CAP_NET_ADMIN), (nameof(CAP_NET_RAW), CAP_NET_RAW), (nameof(CAP_IPC_LOCK), CAP_IPC_LOCK),
                (nameof(CAP_IPC_OWNER), CAP_IPC_OWNER), (nameof(CAP_SYS_MODULE), CAP_SYS_MODULE), (nameof(CAP_SYS_RAWIO), CAP_SYS_RAWIO),
                (nameof(CAP_SYS_CHROOT), CAP_SYS_CHROOT), (nameof(CAP_SYS_PTRACE), CAP_SYS_PTRACE), (nameof(CAP_SYS_PACCT), CAP_SYS_PACCT),
                (nameof(CAP_SYS_ADMIN), CAP_SYS_ADMIN), (nameof(CAP_SYS_BOOT), CAP_SYS_BOOT), (nameof(CAP_SYS_NICE), CAP_SYS_NICE),
                (nameof(CAP_SYS_RESOURCE), CAP_SYS_RESOURCE), (nameof(CAP_SYS_TIME), CAP_SYS_TIME), (nameof(CAP_SYS_TTY_CONFIG), CAP_SYS_TTY_CONFIG),
                (nameof(CAP_MKNOD), CAP_MKNOD), (nameof(CAP_LEASE), CAP_LEASE), (nameof(CAP_AUDIT_WRITE), CAP_AUDIT_WRITE),
                (nameof(CAP_AUDIT_CONTROL), CAP_AUDIT_CONTROL), (nameof(CAP_SETFCAP), CAP_SETFCAP), (nameof(CAP_MAC_OVERRIDE), CAP_MAC_OVERRIDE),
                (nameof(CAP_MAC_ADMIN), CAP_MAC_ADMIN), (nameof(CAP_SYSLOG), CAP_SYSLOG), (nameof(CAP_WAKE_ALARM), CAP_WAKE_ALARM),
                (nameof(CAP_BLOCK_SUSPEND), CAP_BLOCK_SUSPEND), (nameof(CAP_AUDIT_READ), CAP_AUDIT_READ), (nameof(CAP_PERFMON), CAP_PERFMON),
                (nameof(CAP_BPF), CAP_BPF), (nameof(CAP_CHECKPOINT_RESTORE), CAP_CHECKPOINT_RESTORE),
            ],
            ArgumentKind.FileSystemCommand => [
                (nameof(FSCONFIG_SET_FLAG), FSCONFIG_SET_FLAG), (nameof(FSCONFIG_SET_STRING), FSCONFIG_SET_STRING),
                (nameof(FSCONFIG_SET_BINARY), FSCONFIG_SET_BINARY), (nameof(FSCONFIG_SET_PATH), FSCONFIG_SET_PATH),
                (nameof(FSCONFIG_SET_PATH_EMPTY), FSCONFIG_SET_PATH_EMPTY), (nameof(FSCONFIG_SET_FD), FSCONFIG_SET_FD),
                (nameof(FSCONFIG_CMD_CREATE), FSCONFIG_CMD_CREATE), (nameof(FSCONFIG_CMD_RECONFIGURE), FSCONFIG_CMD_RECONFIGURE),
                (nameof(FSCONFIG_CMD_CREATE_EXCL), FSCONFIG_CMD_CREATE_EXCL),
            ],
            ArgumentKind.IdType => [
                (nameof(P_ALL), P_ALL), (nameof(P_PID), P_PID), (nameof(P_PGID), P_PGID), (nameof(P_PIDFD), P_PIDFD),
            ],
            ArgumentKind.IoControl => [
                (nameof(SIOCGIFFLAGS), SIOCGIFFLAGS), (nameof(SIOCSIFFLAGS), SIOCSIFFLAGS), (nameof(TCGETS), TCGETS), (nameof(TCSETS), TCSETS),
                (nameof(TCSETSW), TCSETSW), (nameof(TIOCSCTTY), TIOCSCTTY), (nameof(TIOCNOTTY), TIOCNOTTY), (nameof(TIOCGWINSZ), TIOCGWINSZ),
                (nameof(TIOCSWINSZ), TIOCSWINSZ), (nameof(TIOCGPTN), TIOCGPTN), (nameof(TIOCSPTLCK), TIOCSPTLCK), (nameof(TIOCGPTPEER), TIOCGPTPEER),
                (nameof(TIOCGPGRP), TIOCGPGRP), (nameof(TIOCSPGRP), TIOCSPGRP), (nameof(NS_GET_USERNS), NS_GET_USERNS),
                (nameof(NS_GET_PARENT), NS_GET_PARENT), (nameof(NS_GET_NSTYPE), NS_GET_NSTYPE), (nameof(NS_GET_OWNER_UID), NS_GET_OWNER_UID),
            ],
            ArgumentKind.KeyControl => [
                (nameof(KEYCTL_GET_KEYRING_ID), KEYCTL_GET_KEYRING_ID), (nameof(KEYCTL_JOIN_SESSION_KEYRING), KEYCTL_JOIN_SESSION_KEYRING),
                (nameof(KEYCTL_SETPERM), KEYCTL_SETPERM), (nameof(KEYCTL_DESCRIBE), KEYCTL_DESCRIBE), (nameof(KEYCTL_LINK), KEYCTL_LINK),
                (nameof(KEYCTL_UNLINK), KEYCTL_UNLINK),
            ],
            ArgumentKind.MemoryPolicy => [
                (nameof(MPOL_DEFAULT), MPOL_DEFAULT), (nameof(MPOL_PREFERRED), MPOL_PREFERRED), (nameof(MPOL_BIND), MPOL_BIND),
                (nameof(MPOL_INTERLEAVE), MPOL_INTERLEAVE), (nameof(MPOL_LOCAL), MPOL_LOCAL), (nameof(MPOL_PREFERRED_MANY), MPOL_PREFERRED_MANY),
                (nameof(MPOL_WEIGHTED_INTERLEAVE), MPOL_WEIGHTED_INTERLEAVE),
            ],
            ArgumentKind.Personality => [
                (nameof(PER_LINUX), PER_LINUX), (nameof(PER_LINUX32), PER_LINUX32),
            ],
            ArgumentKind.ProcessControl => [
                (nameof(PR_SET_PDEATHSIG), PR_SET_PDEATHSIG), (nameof(PR_GET_PDEATHSIG), PR_GET_PDEATHSIG),
                (nameof(PR_GET_DUMPABLE), PR_GET_DUMPABLE), (nameof(PR_SET_DUMPABLE), PR_SET_DUMPABLE), (nameof(PR_GET_KEEPCAPS), PR_GET_KEEPCAPS),
                (nameof(PR_SET_KEEPCAPS), PR_SET_KEEPCAPS), (nameof(PR_SET_NAME), PR_SET_NAME), (nameof(PR_GET_NAME), PR_GET_NAME),
                (nameof(PR_GET_SECCOMP), PR_GET_SECCOMP), (nameof(PR_SET_SECCOMP), PR_SET_SECCOMP), (nameof(PR_CAPBSET_READ), PR_CAPBSET_READ),
                (nameof(PR_CAPBSET_DROP), PR_CAPBSET_DROP), (nameof(PR_GET_SECUREBITS), PR_GET_SECUREBITS),
                (nameof(PR_SET_SECUREBITS), PR_SET_SECUREBITS), (nameof(PR_SET_CHILD_SUBREAPER), PR_SET_CHILD_SUBREAPER),
                (nameof(PR_GET_CHILD_SUBREAPER), PR_GET_CHILD_SUBREAPER), (nameof(PR_SET_NO_NEW_PRIVS), PR_SET_NO_NEW_PRIVS),
                (nameof(PR_GET_NO_NEW_PRIVS), PR_GET_NO_NEW_PRIVS), (nameof(PR_SET_THP_DISABLE), PR_SET_THP_DISABLE),
                (nameof(PR_SET_IO_FLUSHER), PR_SET_IO_FLUSHER), (nameof(PR_CAP_AMBIENT), PR_CAP_AMBIENT), (nameof(PR_SET_MDWE), PR_SET_MDWE),
            ],
            ArgumentKind.AmbientControl => [
                (nameof(PR_CAP_AMBIENT_IS_SET), PR_CAP_AMBIENT_IS_SET), (nameof(PR_CAP_AMBIENT_RAISE), PR_CAP_AMBIENT_RAISE),
                (nameof(PR_CAP_AMBIENT_LOWER), PR_CAP_AMBIENT_LOWER), (nameof(PR_CAP_AMBIENT_CLEAR_ALL), PR_CAP_AMBIENT_CLEAR_ALL),
            ],
            ArgumentKind.Rlimit => [
                (nameof(RLIMIT_CPU), RLIMIT_CPU), (nameof(RLIMIT_FSIZE), RLIMIT_FSIZE), (nameof(RLIMIT_DATA), RLIMIT_DATA),
                (nameof(RLIMIT_STACK), RLIMIT_STACK), (nameof(RLIMIT_CORE), RLIMIT_CORE), (nameof(RLIMIT_RSS), RLIMIT_RSS),
                (nameof(RLIMIT_NPROC), RLIMIT_NPROC), (nameof(RLIMIT_NOFILE), RLIMIT_NOFILE), (nameof(RLIMIT_MEMLOCK), RLIMIT_MEMLOCK),
                (nameof(RLIMIT_AS), RLIMIT_AS), (nameof(RLIMIT_LOCKS), RLIMIT_LOCKS), (nameof(RLIMIT_SIGPENDING), RLIMIT_SIGPENDING),
                (nameof(RLIMIT_MSGQUEUE), RLIMIT_MSGQUEUE), (nameof(RLIMIT_NICE), RLIMIT_NICE), (nameof(RLIMIT_RTPRIO), RLIMIT_RTPRIO),
                (nameof(RLIMIT_RTTIME), RLIMIT_RTTIME),
            ],
            ArgumentKind.SeccompOperation => [
                (nameof(SECCOMP_SET_MODE_STRICT), SECCOMP_SET_MODE_STRICT), (nameof(SECCOMP_SET_MODE_FILTER), SECCOMP_SET_MODE_FILTER),
                (nameof(SECCOMP_GET_ACTION_AVAIL), SECCOMP_GET_ACTION_AVAIL), (nameof(SECCOMP_GET_NOTIF_SIZES), SECCOMP_GET_NOTIF_SIZES),
            ],
            ArgumentKind.Signal => [
                (nameof(SIGHUP), SIGHUP), (nameof(SIGINT), SIGINT), (nameof(SIGQUIT), SIGQUIT), (nameof(SIGILL), SIGILL), (nameof(SIGTRAP), SIGTRAP),
                (nameof(SIGABRT), SIGABRT), (nameof(SIGBUS), SIGBUS), (nameof(SIGFPE), SIGFPE), (nameof(SIGKILL), SIGKILL),
                (nameof(SIGUSR1), SIGUSR1), (nameof(SIGSEGV), SIGSEGV), (nameof(SIGUSR2), SIGUSR2), (nameof(SIGPIPE), SIGPIPE),
                (nameof(SIGALRM), SIGALRM), (nameof(SIGTERM), SIGTERM), (nameof(SIGSTKFLT), SIGSTKFLT), (nameof(SIGCHLD), SIGCHLD),
                (nameof(SIGCONT), SIGCONT), (nameof(SIGSTOP), SIGSTOP), (nameof(SIGTSTP), SIGTSTP), (nameof(SIGTTIN), SIGTTIN),
                (nameof(SIGTTOU), SIGTTOU), (nameof(SIGURG), SIGURG), (nameof(SIGXCPU), SIGXCPU), (nameof(SIGXFSZ), SIGXFSZ),
                (nameof(SIGVTALRM), SIGVTALRM), (nameof(SIGPROF), SIGPROF), (nameof(SIGWINCH), SIGWINCH), (nameof(SIGIO), SIGIO),
                (nameof(SIGPWR), SIGPWR), (nameof(SIGSYS), SIGSYS), (nameof(SIGRTMIN), SIGRTMIN), (nameof(SIGRTMAX), SIGRTMAX),
            ],
            ArgumentKind.SeekOrigin => [
                (nameof(SEEK_SET), SEEK_SET), (nameof(SEEK_CUR), SEEK_CUR), (nameof(SEEK_END), SEEK_END),
            ],
            ArgumentKind.SignalMaskRule => [
                (nameof(SIG_BLOCK), SIG_BLOCK), (nameof(SIG_UNBLOCK), SIG_UNBLOCK), (nameof(SIG_SETMASK), SIG_SETMASK),
            ],
            ArgumentKind.SocketFamily => [
                (nameof(AF_UNIX), AF_UNIX), (nameof(AF_INET), AF_INET), (nameof(AF_INET6), AF_INET6), (nameof(AF_NETLINK), AF_NETLINK),
            ],
            ArgumentKind.FileControl => [
                (nameof(F_DUPFD), F_DUPFD), (nameof(F_GETFD), F_GETFD), (nameof(F_SETFD), F_SETFD), (nameof(F_GETFL), F_GETFL),
                (nameof(F_SETFL), F_SETFL), (nameof(F_DUPFD_CLOEXEC), F_DUPFD_CLOEXEC), (nameof(F_SETPIPE_SZ), F_SETPIPE_SZ),
                (nameof(F_GETPIPE_SZ), F_GETPIPE_SZ), (nameof(F_ADD_SEALS), F_ADD_SEALS), (nameof(F_GET_SEALS), F_GET_SEALS),
            ],
            ArgumentKind.AtFlags => [
                (nameof(AT_SYMLINK_NOFOLLOW), AT_SYMLINK_NOFOLLOW), (nameof(AT_SYMLINK_FOLLOW), AT_SYMLINK_FOLLOW),
                (nameof(AT_NO_AUTOMOUNT), AT_NO_AUTOMOUNT), (nameof(AT_EMPTY_PATH), AT_EMPTY_PATH),
                (nameof(AT_STATX_FORCE_SYNC), AT_STATX_FORCE_SYNC), (nameof(AT_STATX_DONT_SYNC), AT_STATX_DONT_SYNC),
                (nameof(AT_RECURSIVE), AT_RECURSIVE),
            ],
            ArgumentKind.AccessFlags => [
                (nameof(AT_EACCESS), AT_EACCESS), (nameof(AT_SYMLINK_NOFOLLOW), AT_SYMLINK_NOFOLLOW), (nameof(AT_EMPTY_PATH), AT_EMPTY_PATH),
            ],
            ArgumentKind.RemovalFlags => [
                (nameof(AT_REMOVEDIR), AT_REMOVEDIR),
            ],
            ArgumentKind.CloneFlags => [
                (nameof(CLONE_NEWNS), CLONE_NEWNS), (nameof(CLONE_NEWCGROUP), CLONE_NEWCGROUP), (nameof(CLONE_NEWUTS), CLONE_NEWUTS),
                (nameof(CLONE_NEWIPC), CLONE_NEWIPC), (nameof(CLONE_NEWUSER), CLONE_NEWUSER), (nameof(CLONE_NEWPID), CLONE_NEWPID),
                (nameof(CLONE_NEWNET), CLONE_NEWNET), (nameof(CLONE_NEWTIME), CLONE_NEWTIME), (nameof(CLONE_VM), CLONE_VM),
                (nameof(CLONE_FS), CLONE_FS), (nameof(CLONE_FILES), CLONE_FILES), (nameof(CLONE_SIGHAND), CLONE_SIGHAND),
                (nameof(CLONE_PIDFD), CLONE_PIDFD), (nameof(CLONE_PTRACE), CLONE_PTRACE), (nameof(CLONE_VFORK), CLONE_VFORK),
                (nameof(CLONE_PARENT), CLONE_PARENT), (nameof(CLONE_THREAD), CLONE_THREAD), (nameof(CLONE_SYSVSEM), CLONE_SYSVSEM),
                (nameof(CLONE_SETTLS), CLONE_SETTLS), (nameof(CLONE_PARENT_SETTID), CLONE_PARENT_SETTID),
                (nameof(CLONE_CHILD_CLEARTID), CLONE_CHILD_CLEARTID), (nameof(CLONE_UNTRACED), CLONE_UNTRACED),
                (nameof(CLONE_CHILD_SETTID), CLONE_CHILD_SETTID), (nameof(CLONE_IO), CLONE_IO), (nameof(CLONE_CLEAR_SIGHAND), CLONE_CLEAR_SIGHAND),
                (nameof(CLONE_INTO_CGROUP), CLONE_INTO_CGROUP), (nameof(SIGCHLD), SIGCHLD), // clone(2) has the exit signal among its flags
            ],
            ArgumentKind.CloseOnExec => [
                (nameof(O_CLOEXEC), O_CLOEXEC),
            ],
            ArgumentKind.CloseRangeFlags => [
                (nameof(CLOSE_RANGE_UNSHARE), CLOSE_RANGE_UNSHARE), (nameof(CLOSE_RANGE_CLOEXEC), CLOSE_RANGE_CLOEXEC),
            ],
            ArgumentKind.FsmountFlags => [
                (nameof(FSMOUNT_CLOEXEC), FSMOUNT_CLOEXEC),
            ],
            ArgumentKind.FsopenFlags => [
                (nameof(FSOPEN_CLOEXEC), FSOPEN_CLOEXEC),
            ],
            ArgumentKind.FspickFlags => [
                (nameof(FSPICK_CLOEXEC), FSPICK_CLOEXEC), (nameof(FSPICK_EMPTY_PATH), FSPICK_EMPTY_PATH),
            ],
            ArgumentKind.InterfaceFlags => [
                (nameof(IFF_UP), IFF_UP), (nameof(IFF_LOOPBACK), IFF_LOOPBACK), (nameof(IFF_RUNNING), IFF_RUNNING),
            ],
            ArgumentKind.MemfdFlags => [
                (nameof(MFD_CLOEXEC), MFD_CLOEXEC), (nameof(MFD_ALLOW_SEALING), MFD_ALLOW_SEALING), (nameof(MFD_EXEC), MFD_EXEC),
                (nameof(MFD_NOEXEC_SEAL), MFD_NOEXEC_SEAL),
            ],
            ArgumentKind.MessageFlags => [
                (nameof(MSG_DONTWAIT), MSG_DONTWAIT), (nameof(MSG_NOSIGNAL), MSG_NOSIGNAL), (nameof(MSG_CMSG_CLOEXEC), MSG_CMSG_CLOEXEC),
            ],
            ArgumentKind.MountAttributes => [
                (nameof(MOUNT_ATTR__ATIME), MOUNT_ATTR__ATIME), (nameof(MOUNT_ATTR_RDONLY), MOUNT_ATTR_RDONLY),
                (nameof(MOUNT_ATTR_NOSUID), MOUNT_ATTR_NOSUID), (nameof(MOUNT_ATTR_NODEV), MOUNT_ATTR_NODEV),
                (nameof(MOUNT_ATTR_NOEXEC), MOUNT_ATTR_NOEXEC), (nameof(MOUNT_ATTR_NOATIME), MOUNT_ATTR_NOATIME),
                (nameof(MOUNT_ATTR_STRICTATIME), MOUNT_ATTR_STRICTATIME), (nameof(MOUNT_ATTR_NODIRATIME), MOUNT_ATTR_NODIRATIME),
                (nameof(MOUNT_ATTR_IDMAP), MOUNT_ATTR_IDMAP), (nameof(MOUNT_ATTR_NOSYMFOLLOW), MOUNT_ATTR_NOSYMFOLLOW),
            ],
            ArgumentKind.MountFlags => [
                (nameof(MS_UNBINDABLE), MS_UNBINDABLE), (nameof(MS_PRIVATE), MS_PRIVATE), (nameof(MS_SLAVE), MS_SLAVE),
                (nameof(MS_SHARED), MS_SHARED), (nameof(MS_RDONLY), MS_RDONLY), (nameof(MS_NOSUID), MS_NOSUID), (nameof(MS_NODEV), MS_NODEV),
                (nameof(MS_NOEXEC), MS_NOEXEC), (nameof(MS_SYNCHRONOUS), MS_SYNCHRONOUS), (nameof(MS_REMOUNT), MS_REMOUNT),
                (nameof(MS_MANDLOCK), MS_MANDLOCK), (nameof(MS_DIRSYNC), MS_DIRSYNC), (nameof(MS_NOSYMFOLLOW), MS_NOSYMFOLLOW),
                (nameof(MS_NOATIME), MS_NOATIME), (nameof(MS_NODIRATIME), MS_NODIRATIME), (nameof(MS_BIND), MS_BIND), (nameof(MS_MOVE), MS_MOVE),
                (nameof(MS_REC), MS_REC), (nameof(MS_SILENT), MS_SILENT), (nameof(MS_POSIXACL), MS_POSIXACL), (nameof(MS_RELATIME), MS_RELATIME),
                (nameof(MS_I_VERSION), MS_I_VERSION), (nameof(MS_STRICTATIME), MS_STRICTATIME), (nameof(MS_LAZYTIME), MS_LAZYTIME),
            ],
            ArgumentKind.MoveMountFlags => [
                (nameof(MOVE_MOUNT_F_SYMLINKS), MOVE_MOUNT_F_SYMLINKS), (nameof(MOVE_MOUNT_F_AUTOMOUNTS), MOVE_MOUNT_F_AUTOMOUNTS),
                (nameof(MOVE_MOUNT_F_EMPTY_PATH), MOVE_MOUNT_F_EMPTY_PATH), (nameof(MOVE_MOUNT_T_SYMLINKS), MOVE_MOUNT_T_SYMLINKS),
                (nameof(MOVE_MOUNT_T_AUTOMOUNTS), MOVE_MOUNT_T_AUTOMOUNTS), (nameof(MOVE_MOUNT_T_EMPTY_PATH), MOVE_MOUNT_T_EMPTY_PATH),
                (nameof(MOVE_MOUNT_SET_GROUP), MOVE_MOUNT_SET_GROUP), (nameof(MOVE_MOUNT_BENEATH), MOVE_MOUNT_BENEATH),
            ],
            ArgumentKind.OpenFlags => [
                (nameof(O_TMPFILE), O_TMPFILE), (nameof(O_SYNC), O_SYNC), (nameof(O_PATH), O_PATH), (nameof(O_DIRECTORY), O_DIRECTORY),
                (nameof(O_NOFOLLOW), O_NOFOLLOW), (nameof(O_DIRECT), O_DIRECT), (nameof(O_LARGEFILE), O_LARGEFILE), (nameof(O_CREAT), O_CREAT),
                (nameof(O_EXCL), O_EXCL), (nameof(O_NOCTTY), O_NOCTTY), (nameof(O_TRUNC), O_TRUNC), (nameof(O_APPEND), O_APPEND),
                (nameof(O_NONBLOCK), O_NONBLOCK), (nameof(O_DSYNC), O_DSYNC), (nameof(O_NOATIME), O_NOATIME), (nameof(O_CLOEXEC), O_CLOEXEC),
            ],
            ArgumentKind.OpenTreeFlags => [
                (nameof(OPEN_TREE_CLONE), OPEN_TREE_CLONE), (nameof(OPEN_TREE_CLOEXEC), OPEN_TREE_CLOEXEC),
                (nameof(AT_SYMLINK_NOFOLLOW), AT_SYMLINK_NOFOLLOW), (nameof(AT_NO_AUTOMOUNT), AT_NO_AUTOMOUNT),
                (nameof(AT_EMPTY_PATH), AT_EMPTY_PATH), (nameof(AT_RECURSIVE), AT_RECURSIVE),
            ],
            ArgumentKind.PollEvents => [
                (nameof(POLLIN), POLLIN), (nameof(POLLPRI), POLLPRI), (nameof(POLLOUT), POLLOUT), (nameof(POLLERR), POLLERR),
                (nameof(POLLHUP), POLLHUP), (nameof(POLLNVAL), POLLNVAL), (nameof(POLLRDHUP), POLLRDHUP),
            ],
            ArgumentKind.ResolveFlags => [
                (nameof(RESOLVE_IN_ROOT), RESOLVE_IN_ROOT), (nameof(RESOLVE_BENEATH), RESOLVE_BENEATH),
                (nameof(RESOLVE_NO_SYMLINKS), RESOLVE_NO_SYMLINKS), (nameof(RESOLVE_NO_MAGICLINKS), RESOLVE_NO_MAGICLINKS),
                (nameof(RESOLVE_NO_XDEV), RESOLVE_NO_XDEV), (nameof(RESOLVE_CACHED), RESOLVE_CACHED),
            ],
            ArgumentKind.SeccompFlags => [
                (nameof(SECCOMP_FILTER_FLAG_TSYNC), SECCOMP_FILTER_FLAG_TSYNC), (nameof(SECCOMP_FILTER_FLAG_LOG), SECCOMP_FILTER_FLAG_LOG),
                (nameof(SECCOMP_FILTER_FLAG_SPEC_ALLOW), SECCOMP_FILTER_FLAG_SPEC_ALLOW),
                (nameof(SECCOMP_FILTER_FLAG_NEW_LISTENER), SECCOMP_FILTER_FLAG_NEW_LISTENER),
                (nameof(SECCOMP_FILTER_FLAG_TSYNC_ESRCH), SECCOMP_FILTER_FLAG_TSYNC_ESRCH),
                (nameof(SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV), SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV),
            ],
            ArgumentKind.SignalFlags => [
                (nameof(SA_NOCLDSTOP), SA_NOCLDSTOP), (nameof(SA_NOCLDWAIT), SA_NOCLDWAIT), (nameof(SA_SIGINFO), SA_SIGINFO),
                (nameof(SA_RESTORER), SA_RESTORER), (nameof(SA_ONSTACK), SA_ONSTACK), (nameof(SA_RESTART), SA_RESTART),
                (nameof(SA_NODEFER), SA_NODEFER), (nameof(SA_RESETHAND), SA_RESETHAND),
            ],
            ArgumentKind.StatxMask => [
                (nameof(STATX_BASIC_STATS), STATX_BASIC_STATS), (nameof(STATX_TYPE), STATX_TYPE), (nameof(STATX_MODE), STATX_MODE),
                (nameof(STATX_NLINK), STATX_NLINK), (nameof(STATX_UID), STATX_UID), (nameof(STATX_GID), STATX_GID),
                (nameof(STATX_ATIME), STATX_ATIME), (nameof(STATX_MTIME), STATX_MTIME), (nameof(STATX_CTIME), STATX_CTIME),
                (nameof(STATX_INO), STATX_INO), (nameof(STATX_SIZE), STATX_SIZE), (nameof(STATX_BLOCKS), STATX_BLOCKS),
                (nameof(STATX_BTIME), STATX_BTIME), (nameof(STATX_MNT_ID), STATX_MNT_ID), (nameof(STATX_MNT_ID_UNIQUE), STATX_MNT_ID_UNIQUE),
            ],
            ArgumentKind.UnmountFlags => [
                (nameof(MNT_FORCE), MNT_FORCE), (nameof(MNT_DETACH), MNT_DETACH), (nameof(MNT_EXPIRE), MNT_EXPIRE),
                (nameof(UMOUNT_NOFOLLOW), UMOUNT_NOFOLLOW),
            ],
            ArgumentKind.WaitFlags => [
                (nameof(WNOHANG), WNOHANG), (nameof(WSTOPPED), WSTOPPED), (nameof(WEXITED), WEXITED), (nameof(WCONTINUED), WCONTINUED),
                (nameof(WNOWAIT), WNOWAIT), (nameof(__WALL), __WALL), (nameof(__WCLONE), __WCLONE),
            ],
            _ => null,
        };
    }
}
