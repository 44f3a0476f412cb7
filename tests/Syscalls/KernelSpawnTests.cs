using System;
using System.Text;

using Runtime.Syscalls;

using Xunit;

using static Runtime.Syscalls.Flags;

namespace Runtime.Tests.Syscalls;

public class KernelSpawnTests
{
    [Fact]
    public void Program_gets_its_words_its_environment_its_directory_and_only_its_descriptors()
    {
        Kernel.Pipe2(out Descriptor read, out Descriptor write);
        using Descriptor nothing = Kernel.Open("/dev/null", O_RDONLY);
        using Descriptor zero = Kernel.Open("/dev/zero", O_RDONLY);

        int pid = Kernel.PosixSpawn(
            "/bin/sh",
            ["shell", "-c", "echo \"$0 $COLOUR $(pwd)\"; ls -l /proc/$$/fd | grep -c 'dev/zero$'; readlink /proc/$$/fd/3", "name ä"],
            ["COLOUR=blue", "PATH=/usr/bin:/bin"],
            [nothing.Number, write.Number, nothing.Number, zero.Number],
            "/tmp");
        write.Dispose();
        string output = Encoding.UTF8.GetString(Kernel.ReadAll(read.Number));
        siginfo end = Kernel.WaitId(P_PID, pid, WEXITED);
        read.Dispose();

        Assert.Equal("name ä blue /tmp\n1\n/dev/zero\n", output);
        Assert.Equal((CLD_EXITED, 0), (end.si_code, end.si_status));
    }

    [Fact]
    public void Descriptors_may_change_places()
    {
        Kernel.Pipe2(out Descriptor read, out Descriptor write);
        using Descriptor nothing = Kernel.Open("/dev/null", O_RDWR);
        using Descriptor zero = Kernel.Open("/dev/zero", O_RDONLY);
        int[] wanted = [nothing.Number, write.Number, nothing.Number, zero.Number, nothing.Number];

        int pid = Kernel.PosixSpawn("/bin/sh", ["sh", "-c", "readlink /proc/$$/fd/3 /proc/$$/fd/4"], ["PATH=/usr/bin:/bin"], wanted);
        write.Dispose();
        string output = Encoding.UTF8.GetString(Kernel.ReadAll(read.Number));
        _ = Kernel.WaitId(P_PID, pid, WEXITED);
        read.Dispose();

        Assert.Equal("/dev/zero\n/dev/null\n", output);
    }

    [Fact]
    public void Signals_have_their_defaults_but_the_blocked_ones()
    {
        Kernel.Pipe2(out Descriptor read, out Descriptor write);
        using Descriptor nothing = Kernel.Open("/dev/null", O_RDWR);

        int pid = Kernel.PosixSpawn(
            "/bin/grep", ["grep", "-E", "Sig(Blk|Ign)", "/proc/self/status"], [], [nothing.Number, write.Number, nothing.Number], null, Kernel.SignalMask(SIGCHLD));
        write.Dispose();
        string output = Encoding.UTF8.GetString(Kernel.ReadAll(read.Number));
        _ = Kernel.WaitId(P_PID, pid, WEXITED);
        read.Dispose();

        Assert.Equal("SigBlk:\t0000000000010000\nSigIgn:\t0000000000000000\n", output);
    }

    [Fact]
    public void Program_that_is_not_there_is_an_answer()
    {
        Assert.Equal(-Errno.ENOENT, Kernel.TryPosixSpawn("/not/there", ["x"], [], []));
        KernelException failure = Assert.Throws<KernelException>(() => Kernel.PosixSpawn("/etc/passwd", ["x"], [], []));
        Assert.Equal("starting \"/etc/passwd\": permission denied (EACCES)", failure.Message);
    }

    [Fact]
    public void Peer_of_a_socket_is_known()
    {
        Kernel.Socketpair(SOCK_STREAM, out Descriptor one, out Descriptor other);
        ucred peer = Kernel.PeerCredentials(one.Number);
        one.Dispose();
        other.Dispose();

        Assert.Equal((Kernel.GetPid(), Kernel.GetEuid(), Kernel.GetEgid()), (peer.pid, peer.uid, peer.gid));
    }

    [Fact]
    public void Offset_of_the_zone_is_that_of_the_framework()
    {
        foreach (long time in new[] { 0, 1767323045, 1783000000 })
        {
            Assert.Equal((int)TimeZoneInfo.Local.GetUtcOffset(DateTimeOffset.FromUnixTimeSeconds(time)).TotalSeconds, Kernel.UtcOffset(time));
        }
    }
}
