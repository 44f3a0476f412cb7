using System;
using System.Collections.Generic;
using System.Linq;
using Runtime.Syscalls;
using Xunit;
using static Runtime.Syscalls.Flags;

namespace Runtime.Tests.Syscalls;

public sealed class KernelDescriptorsTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose()
    {
        _directory.Dispose();
    }

    [Fact]
    public void Every_descriptor_is_close_on_exec()
    {
        List<Descriptor> all = [];
        all.Add(Kernel.Open("/dev/null", O_RDONLY));
        all.Add(Kernel.OpenAt2(AT_FDCWD, "/dev/null", O_RDONLY, 0));
        all.Add(Kernel.Dup(all[0].Number));
        Kernel.Pipe2(out Descriptor readEnd, out Descriptor writeEnd);
        all.AddRange([readEnd, writeEnd]);
        Kernel.Socketpair(SOCK_STREAM, out Descriptor one, out Descriptor other);
        all.AddRange([one, other]);
        all.Add(Kernel.MemfdCreate("test", 0));
        all.Add(Kernel.Socket(AF_UNIX, SOCK_STREAM));
        all.Add(Kernel.SignalFd(Kernel.SignalMask(SIGUSR1)));
        all.Add(Kernel.EpollCreate1());
        all.Add(Kernel.PidfdOpen(Environment.ProcessId));

        Assert.All(all, file => Assert.Equal(FD_CLOEXEC, Kernel.Fcntl(file.Number, F_GETFD)));
        all.ForEach(file => file.Dispose());
    }

    [Fact]
    public void Lock_is_held_by_one_at_a_time()
    {
        string path = _directory.Write("lock", "");
        using Descriptor one = Kernel.Open(path, O_RDONLY);
        using Descriptor other = Kernel.Open(path, O_RDONLY);

        Kernel.Flock(one.Number, LOCK_EX);
        int refused = Kernel.TryFlock(other.Number, LOCK_EX | LOCK_NB);
        KernelException failure = Assert.Throws<KernelException>(() => Kernel.Flock(other.Number, LOCK_EX | LOCK_NB));
        Kernel.Flock(one.Number, LOCK_UN);

        Assert.Equal(-Errno.EAGAIN, refused);
        Assert.Equal($"locking \"{path}\": resource temporarily unavailable (EAGAIN)", failure.Message);
        Assert.Equal(0, Kernel.TryFlock(other.Number, LOCK_EX | LOCK_NB));
    }

    [Fact]
    public void Sealed_memory_file_cannot_be_written()
    {
        using Descriptor file = Kernel.MemfdCreate("sealed", MFD_ALLOW_SEALING);
        Kernel.FTruncate(file.Number, 100);
        Kernel.Fcntl(file.Number, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_SEAL);

        KernelException write = Assert.Throws<KernelException>(() => Kernel.Write(file.Number, "x"u8));
        KernelException seal = Assert.Throws<KernelException>(() => Kernel.Fcntl(file.Number, F_ADD_SEALS, F_SEAL_GROW));

        Assert.Equal(F_SEAL_WRITE | F_SEAL_SEAL, Kernel.Fcntl(file.Number, F_GET_SEALS));
        Assert.Equal(100u, Kernel.FStat(file.Number).stx_size);
        Assert.Equal("writing \"x\" to \"/memfd:sealed (deleted)\": operation not permitted (EPERM)", write.Message);
        Assert.Equal("sealing \"/memfd:sealed (deleted)\": operation not permitted (EPERM)", seal.Message);
    }

    [Fact]
    public void Mode_is_changed()
    {
        using Descriptor file = Kernel.Open(_directory.Write("f", ""), O_RDONLY);

        Kernel.FChMod(file.Number, 0x124);

        Assert.Equal(S_IFREG | 0x124, Kernel.FStat(file.Number).stx_mode);
    }

    [Fact]
    public void Bytes_go_through_a_pipe_until_its_end()
    {
        Kernel.Pipe2(out Descriptor readEnd, out Descriptor writeEnd);
        using (readEnd)
        {
            using (writeEnd)
            {
                Kernel.Write(writeEnd.Number, "hello"u8);
            }

            Assert.Equal("hello"u8.ToArray(), Kernel.ReadAll(readEnd.Number));
        }
    }

    [Fact]
    public void Pipe_nobody_reads_refuses()
    {
        Kernel.Pipe2(out Descriptor readEnd, out Descriptor writeEnd);
        readEnd.Dispose();
        using (writeEnd)
        {
            KernelException failure = Assert.Throws<KernelException>(() => Kernel.Write(writeEnd.Number, "x"u8));

            Assert.Equal($"writing \"x\" to \"pipe:[{Kernel.FStat(writeEnd.Number).stx_ino}]\": broken pipe (EPIPE)", failure.Message);
        }
    }

    [Fact]
    public void Closing_what_is_not_open_is_refused()
    {
        KernelException failure = Assert.Throws<KernelException>(() => Kernel.Close(999_999));

        Assert.Equal("closing descriptor 999999: bad file descriptor (EBADF)", failure.Message);
    }

    [Fact]
    public void Operand_that_is_not_open_is_named_by_its_number()
    {
        KernelException failure = Assert.Throws<KernelException>(() => Kernel.FStat(999_999));

        Assert.Equal("looking at descriptor 999999: bad file descriptor (EBADF)", failure.Message);
    }

    [Fact]
    public void Range_of_descriptors_is_closed()
    {
        using Descriptor file = Kernel.Open("/dev/null", O_RDONLY);
        int[] numbers = [.. Enumerable.Range(800, 3)];
        Array.ForEach(numbers, number => Kernel.Dup3(file.Number, number));

        Kernel.CloseRange(800, 801);

        Assert.Equal([-Errno.EBADF, -Errno.EBADF, FD_CLOEXEC], numbers.Select(number => Kernel.TryFcntl(number, F_GETFD)));
        Kernel.Close(802);
    }

    [Fact]
    public void Request_a_file_does_not_know_is_refused()
    {
        using Descriptor file = Kernel.Open("/dev/null", O_RDONLY);

        KernelException failure = Assert.Throws<KernelException>(() => Kernel.Ioctl(file.Number, TIOCSCTTY, 0, "taking the terminal"));

        Assert.Equal("taking the terminal \"/dev/null\": inappropriate ioctl for device (ENOTTY)", failure.Message);
    }
}
