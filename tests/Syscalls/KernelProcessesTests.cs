using System;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;
using Runtime.Syscalls;
using Xunit;
using static Runtime.Syscalls.Flags;

namespace Runtime.Tests.Syscalls;

public sealed unsafe partial class KernelProcessesTests
{
    [Fact]
    public void End_of_a_child_is_told()
    {
        int pid = Spawn("exit 7");
        using Descriptor process = Kernel.PidfdOpen(pid);

        siginfo info = Kernel.WaitId(P_PIDFD, process.Number, WEXITED);

        Assert.Equal((pid, CLD_EXITED, 7), (info.si_pid, info.si_code, info.si_status));
        Assert.Equal(-Errno.ECHILD, Kernel.TryWaitId(P_PID, pid, WEXITED, out _));
        Assert.Equal(-Errno.ESRCH, Kernel.TryPidfdSendSignal(process.Number, SIGKILL));
    }

    [Fact]
    public void Child_is_killed_through_its_descriptor()
    {
        int pid = Spawn("exec sleep 1000");
        using Descriptor process = Kernel.PidfdOpen(pid);
        Assert.Equal(0, Kernel.TryWaitId(P_PID, pid, WEXITED | WNOHANG, out siginfo running));

        Kernel.PidfdSendSignal(process.Number, SIGKILL);
        int ready = Kernel.Poll([new pollfd { fd = process.Number, events = POLLIN }], 10_000);
        siginfo info = Kernel.WaitId(P_PID, pid, WEXITED);

        Assert.Equal(0, running.si_pid);
        Assert.Equal(1, ready);
        Assert.Equal((pid, CLD_KILLED, SIGKILL), (info.si_pid, info.si_code, info.si_status));
    }

    [Fact]
    public void Failures_name_their_operands()
    {
        using Descriptor file = Kernel.Open("/dev/null", O_RDONLY);

        Assert.Equal("waiting for process 1: no child processes (ECHILD)", Message(() => Kernel.WaitId(P_PID, 1, WEXITED)));
        Assert.Equal("finding process 4194305: no such process (ESRCH)", Message(() => Kernel.PidfdOpen(4_194_305)));
        Assert.Equal("sending signal 9 to process 4194305: no such process (ESRCH)", Message(() => Kernel.Kill(4_194_305, SIGKILL)));
        Assert.Equal("joining \"/dev/null\": invalid argument (EINVAL)", Message(() => Kernel.SetNs(file.Number, 0)));
        Assert.Equal("creating namespaces: invalid argument (EINVAL)", Message(() => Kernel.Unshare(CLONE_VFORK)));
        Assert.Equal("keeping capabilities: invalid argument (EINVAL)", Message(() => Kernel.Prctl("keeping capabilities", PR_SET_KEEPCAPS, 2)));
        Assert.Equal(
            "setting limit 7 of process 0: invalid argument (EINVAL)",
            Message(() => Kernel.SetRlimit(0, RLIMIT_NOFILE, new rlimit64 { rlim_cur = 2, rlim_max = 1 })));
    }

    [Fact]
    public void Limit_is_what_proc_says()
    {
        string line = File.ReadLines("/proc/self/limits").Single(line => line.StartsWith("Max open files", StringComparison.Ordinal));

        rlimit64 limit = Kernel.GetRlimit(0, RLIMIT_NOFILE);

        Assert.Equal(["Max", "open", "files", $"{limit.rlim_cur}", $"{limit.rlim_max}", "files"], line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void Limit_is_set()
    {
        rlimit64 limit = Kernel.GetRlimit(0, RLIMIT_CORE);

        Kernel.SetRlimit(0, RLIMIT_CORE, limit with { rlim_cur = 0 });
        rlimit64 lowered = Kernel.GetRlimit(0, RLIMIT_CORE);
        Kernel.SetRlimit(0, RLIMIT_CORE, limit);

        Assert.Equal((0ul, limit.rlim_max), (lowered.rlim_cur, lowered.rlim_max));
    }

    [Fact]
    public void Who_we_are_is_what_proc_says()
    {
        string[] status = File.ReadAllLines("/proc/self/status");

        Assert.Equal(Environment.ProcessId, Kernel.GetPid());
        Assert.Equal($"Uid:\t{Kernel.GetUid()}\t{Kernel.GetEuid()}", Start(status, "Uid:"));
        Assert.Equal($"Gid:\t{Kernel.GetGid()}\t{Kernel.GetEgid()}", Start(status, "Gid:"));
        Assert.Equal(Environment.CurrentDirectory, Kernel.GetCwd());
    }

    [Fact]
    public void Release_is_what_proc_says()
    {
        new_utsname names = Kernel.Uname();

        Assert.Equal(File.ReadAllText("/proc/sys/kernel/osrelease").TrimEnd('\n'), Marshal.PtrToStringUTF8((nint)names.release));
    }

    [Fact]
    public void Processors_are_as_many_as_the_runtime_counts()
    {
        byte[] mask = new byte[1024];

        int length = Kernel.TrySchedGetAffinity(0, mask);

        Assert.InRange(length, 8, mask.Length);
        Assert.Equal(Environment.ProcessorCount, mask.Take(length).Sum(part => int.PopCount(part)));
        Assert.Equal(-Errno.EINVAL, Kernel.TrySchedSetAffinity(0, new byte[8]));
    }

    private static string Start(string[] status, string key)
    {
        return string.Join('\t', status.Single(line => line.StartsWith(key, StringComparison.Ordinal)).Split('\t').Take(3));
    }

    private static string Message(Action action)
    {
        return Assert.Throws<KernelException>(action).Message;
    }

    /// <summary>A child the class Process knows nothing of: it would wait for it before the test does.</summary>
    private static int Spawn(string script)
    {
        fixed (byte* shell = "/bin/sh\0"u8, option = "-c\0"u8, text = Encoding.UTF8.GetBytes(script + "\0"), path = "PATH=/usr/bin:/bin\0"u8)
        {
            byte** arguments = stackalloc byte*[] { shell, option, text, null };
            byte** environment = stackalloc byte*[] { path, null };
            Assert.Equal(0, PosixSpawn(out int pid, shell, null, null, arguments, environment));
            return pid;
        }
    }

    [LibraryImport("libc", EntryPoint = "posix_spawn")]
    private static partial int PosixSpawn(out int pid, byte* path, void* actions, void* attributes, byte** arguments, byte** environment);
}
