using System;
using Runtime.Syscalls;

namespace Runtime.Config;

/// <summary>What a seccomp profile says without looking at system-call numbers (config-linux.md, Seccomp).</summary>
internal static class SeccompChecks
{
    // The kernel makes a larger number this one.
    private const uint MaxErrno = 4095;

    // What a tracer gets by PTRACE_GETEVENTMSG: SECCOMP_RET_DATA has 16 bits.
    private const uint MaxMessage = 65535;

    public static void Check(SeccompSpec? seccomp)
    {
        if (seccomp is null)
        {
            return;
        }

        CheckErrno(seccomp.DefaultErrnoRet, seccomp.DefaultAction, "linux.seccomp.defaultErrnoRet");
        if (seccomp.DefaultAction == SeccompAction.SCMP_ACT_NOTIFY)
        {
            throw Place.ConfigFile.Fault("linux.seccomp.defaultAction", "SCMP_ACT_NOTIFY cannot be used as default action: the agent could never be reached");
        }

        if (seccomp.ListenerMetadata is not null && seccomp.ListenerPath is null)
        {
            throw Place.ConfigFile.Fault("linux.seccomp.listenerMetadata", "given, but linux.seccomp.listenerPath is not");
        }

        if (seccomp.ListenerPath is { } path && !PathChecks.IsAbsolute(path))
        {
            throw Place.ConfigFile.Fault("linux.seccomp.listenerPath", $"expected an absolute path, got {Quoted.Text(path)}");
        }

        for (int i = 0; i < seccomp.Syscalls.Length; i++)
        {
            CheckSyscall(seccomp, seccomp.Syscalls[i], i);
        }
    }

    private static void CheckSyscall(SeccompSpec seccomp, SeccompSyscallSpec syscall, int index)
    {
        if (syscall.Names.Length == 0)
        {
            throw Place.ConfigFile.Fault($"linux.seccomp.syscalls[{index}].names", "expected at least one name");
        }

        int empty = Array.IndexOf(syscall.Names, "");
        if (empty >= 0)
        {
            throw Place.ConfigFile.Fault($"linux.seccomp.syscalls[{index}].names[{empty}]", "empty string is not a valid syscall");
        }

        if (syscall.ErrnoRet is not null)
        {
            CheckErrno(syscall.ErrnoRet, syscall.Action, $"linux.seccomp.syscalls[{index}].errnoRet");
        }

        if (syscall.Action == SeccompAction.SCMP_ACT_NOTIFY)
        {
            CheckNotify(seccomp, syscall, index);
        }

        for (int i = 0; i < syscall.Args.Length; i++)
        {
            if (syscall.Args[i].Index > 5)
            {
                throw Place.ConfigFile.Fault(
                    $"linux.seccomp.syscalls[{index}].args[{i}].index", $"expected 0 to 5, got {syscall.Args[i].Index}");
            }
        }
    }

    private static void CheckNotify(SeccompSpec seccomp, SeccompSyscallSpec syscall, int index)
    {
        if (seccomp.ListenerPath is null)
        {
            throw Place.ConfigFile.Fault($"linux.seccomp.syscalls[{index}].action", "seccomp listenerPath is not set, and SCMP_ACT_NOTIFY needs it");
        }

        // With write(2) init tells the runtime that there is a filter to send to the agent: the call would wait for its own answer.
        int write = Array.IndexOf(syscall.Names, "write");
        if (write >= 0)
        {
            throw Place.ConfigFile.Fault($"linux.seccomp.syscalls[{index}].names[{write}]", "SCMP_ACT_NOTIFY cannot be used for the write syscall");
        }
    }

    private static void CheckErrno(uint? errno, SeccompAction action, string path)
    {
        if (errno is not null && action is not (SeccompAction.SCMP_ACT_ERRNO or SeccompAction.SCMP_ACT_TRACE))
        {
            throw Place.ConfigFile.Fault(path, "only SCMP_ACT_ERRNO and SCMP_ACT_TRACE return a number");
        }

        uint most = action == SeccompAction.SCMP_ACT_TRACE ? MaxMessage : MaxErrno;
        if (errno > most)
        {
            throw Place.ConfigFile.Fault(path, $"expected at most {most}, got {errno}");
        }
    }
}
