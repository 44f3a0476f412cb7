using System;
using static Runtime.Syscalls.Flags;

namespace Runtime.Syscalls;

/// <summary>waitid(2), pidfd_open(2), kill(2), prctl(2), prlimit(2), setns(2), unshare(2), scheduling and who we are.</summary>
public static unsafe partial class Kernel
{
    /// <summary>0, or −errno; with WNOHANG and nothing to tell, <c>si_pid</c> is 0.</summary>
    public static int TryWaitId(int kind, int id, uint options, out siginfo info)
    {
        info = default;
        fixed (siginfo* pointer = &info)
        {
            return (int)Repeat(SystemCall.waitid, kind, id, (nint)pointer, (nint)options);
        }
    }

    public static siginfo WaitId(int kind, int id, uint options)
    {
        int result = TryWaitId(kind, id, options, out siginfo info);
        if (result >= 0)
        {
            return info;
        }
        string whom = kind switch
        {
            P_PID => "process " + Decimal(id),
            P_PIDFD => "the process of descriptor " + Decimal(id),
            P_PGID => "process group " + Decimal(id),
            _ => "a child",
        };
        throw Failure("waiting for " + whom, result);
    }

    public static int TryPidfdOpen(int pid, uint flags = 0)
    {
        return (int)Repeat(SystemCall.pidfd_open, pid, (nint)flags);
    }

    public static Descriptor PidfdOpen(int pid, uint flags = 0)
    {
        int result = TryPidfdOpen(pid, flags);
        return result >= 0 ? new Descriptor(result) : throw Failure("finding process " + Decimal(pid), result);
    }

    /// <summary>A copy of a descriptor of another process. The kernel wants the right to trace it.</summary>
    public static Descriptor PidfdGetFd(int pidfd, int file)
    {
        nint result = Repeat(SystemCall.pidfd_getfd, pidfd, file);
        return result >= 0
            ? new Descriptor((int)result)
            : throw Failure("taking descriptor " + Decimal(file) + " from the process of descriptor " + Decimal(pidfd), result);
    }

    public static int TryPidfdSendSignal(int pidfd, int signal)
    {
        return (int)Repeat(SystemCall.pidfd_send_signal, pidfd, signal);
    }

    public static void PidfdSendSignal(int pidfd, int signal)
    {
        int result = TryPidfdSendSignal(pidfd, signal);
        if (result < 0)
        {
            throw Failure("sending signal " + Decimal(signal) + " to the process of descriptor " + Decimal(pidfd), result);
        }
    }

    public static int TryKill(int pid, int signal)
    {
        return (int)Repeat(SystemCall.kill, pid, signal);
    }

    public static void Kill(int pid, int signal)
    {
        int result = TryKill(pid, signal);
        if (result < 0)
        {
            throw Failure("sending signal " + Decimal(signal) + " to process " + Decimal(pid), result);
        }
    }

    public static int TryPrctl(int option, nint a = 0, nint b = 0, nint c = 0, nint d = 0)
    {
        return (int)Repeat(SystemCall.prctl, option, a, b, c, d);
    }

    /// <summary><paramref name="doing"/> is what the option does, for the message; arguments an option does not use must be 0.</summary>
    public static int Prctl(string doing, int option, nint a = 0, nint b = 0, nint c = 0, nint d = 0)
    {
        int result = TryPrctl(option, a, b, c, d);
        return result >= 0 ? result : throw Failure(doing, result);
    }

    /// <summary>A limit of a process; 0 is this one.</summary>
    public static rlimit64 GetRlimit(int pid, int resource)
    {
        rlimit64 limit;
        nint result = Repeat(SystemCall.prlimit64, pid, resource, 0, (nint)(&limit));
        return result >= 0 ? limit : throw Failure("reading limit " + Decimal(resource) + " of process " + Decimal(pid), result);
    }

    public static int TrySetRlimit(int pid, int resource, in rlimit64 limit)
    {
        fixed (rlimit64* pointer = &limit)
        {
            return (int)Repeat(SystemCall.prlimit64, pid, resource, (nint)pointer);
        }
    }

    public static void SetRlimit(int pid, int resource, in rlimit64 limit)
    {
        int result = TrySetRlimit(pid, resource, limit);
        if (result < 0)
        {
            throw Failure("setting limit " + Decimal(resource) + " of process " + Decimal(pid), result);
        }
    }

    /// <summary>Joins a namespace, or with a pidfd and several CLONE_NEW flags those of a process.</summary>
    public static int TrySetNs(int file, ulong kinds)
    {
        return (int)Repeat(SystemCall.setns, file, (nint)kinds);
    }

    public static void SetNs(int file, ulong kinds)
    {
        int result = TrySetNs(file, kinds);
        if (result < 0)
        {
            throw Failure("joining " + Operand(file), result);
        }
    }

    public static int TryUnshare(ulong flags)
    {
        return (int)Repeat(SystemCall.unshare, (nint)flags);
    }

    public static void Unshare(ulong flags)
    {
        int result = TryUnshare(flags);
        if (result < 0)
        {
            throw Failure("creating namespaces", result);
        }
    }

    /// <summary>0, or −errno; a mask bit for each processor.</summary>
    public static int TrySchedSetAffinity(int pid, ReadOnlySpan<byte> mask)
    {
        fixed (byte* pointer = mask)
        {
            return (int)Repeat(SystemCall.sched_setaffinity, pid, mask.Length, (nint)pointer);
        }
    }

    /// <summary>The number of bytes of the mask, or −errno.</summary>
    public static int TrySchedGetAffinity(int pid, Span<byte> mask)
    {
        fixed (byte* pointer = mask)
        {
            return (int)Repeat(SystemCall.sched_getaffinity, pid, mask.Length, (nint)pointer);
        }
    }

    public static int GetPid()
    {
        return (int)RawCall.Invoke(SystemCall.getpid);
    }

    public static uint GetUid()
    {
        return (uint)RawCall.Invoke(SystemCall.getuid);
    }

    public static uint GetEuid()
    {
        return (uint)RawCall.Invoke(SystemCall.geteuid);
    }

    public static uint GetGid()
    {
        return (uint)RawCall.Invoke(SystemCall.getgid);
    }

    public static uint GetEgid()
    {
        return (uint)RawCall.Invoke(SystemCall.getegid);
    }

    /// <summary>The new mask; the old one is returned.</summary>
    public static uint Umask(uint mask)
    {
        return (uint)RawCall.Invoke(SystemCall.umask, (nint)mask);
    }

    public static new_utsname Uname()
    {
        new_utsname names;
        nint result = RawCall.Invoke(SystemCall.uname, (nint)(&names));
        return result >= 0 ? names : throw Failure("asking for the kernel's version", result);
    }

    public static string GetCwd()
    {
        byte* bytes = stackalloc byte[PATH_MAX];
        nint result = Repeat(SystemCall.getcwd, (nint)bytes, PATH_MAX);
        // The call counts the NUL.
        return result >= 0
            ? System.Text.Encoding.UTF8.GetString(bytes, (int)result - 1)
            : throw Failure("asking for the working directory", result);
    }
}
