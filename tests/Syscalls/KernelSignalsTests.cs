using System;
using Runtime.Syscalls;
using Xunit;
using static Runtime.Syscalls.Flags;

namespace Runtime.Tests.Syscalls;

public sealed class KernelSignalsTests
{
    [Fact]
    public void Mask_is_changed_and_the_old_one_told()
    {
        ulong before = Kernel.RtSigProcMask(SIG_BLOCK, Kernel.SignalMask(SIGUSR2));
        ulong during = Kernel.RtSigProcMask(SIG_SETMASK, before);
        ulong after = Kernel.RtSigProcMask(SIG_BLOCK, 0);

        Assert.Equal(before | (1UL << 11), during);
        Assert.Equal(before, after);
    }

    [Fact]
    public void Disposition_is_changed_and_told()
    {
        Kernel.RtSigAction(SIGSTKFLT, SIG_IGN);
        nint ignored = Kernel.RtSigAction(SIGSTKFLT).sa_handler;
        Kernel.RtSigAction(SIGSTKFLT, SIG_DFL);

        Assert.Equal(SIG_IGN, ignored);
        Assert.Equal(SIG_DFL, Kernel.RtSigAction(SIGSTKFLT).sa_handler);
        Assert.Throws<ArgumentOutOfRangeException>(() => Kernel.RtSigAction(SIGSTKFLT, 2));
        Assert.Equal(
            "changing what signal 9 does: invalid argument (EINVAL)",
            Assert.Throws<KernelException>(() => Kernel.RtSigAction(SIGKILL, SIG_IGN)).Message);
    }

    [Fact]
    public void Poll_tells_what_is_ready_and_when_its_time_is_over()
    {
        Kernel.Pipe2(out Descriptor readEnd, out Descriptor writeEnd);
        using (readEnd)
        using (writeEnd)
        {
            pollfd[] files = [new() { fd = readEnd.Number, events = POLLIN }];

            int before = Kernel.Poll(files, 1);
            Kernel.Write(writeEnd.Number, "x"u8);

            Assert.Equal(0, before);
            Assert.Equal(1, Kernel.Poll(files, -1));
            Assert.Equal(POLLIN, files[0].revents);
        }
    }

    [Fact]
    public void Epoll_tells_whose_event_it_is()
    {
        Kernel.Pipe2(out Descriptor readEnd, out Descriptor writeEnd);
        using (readEnd)
        using (writeEnd)
        {
            using Descriptor epoll = Kernel.EpollCreate1();
            epoll_event[] events = new epoll_event[4];
            Kernel.EpollCtl(epoll.Number, EPOLL_CTL_ADD, readEnd.Number, EPOLLIN, 0x1234_5678_9abc);

            int before = Kernel.EpollWait(epoll.Number, events, 0);
            Kernel.Write(writeEnd.Number, "x"u8);

            Assert.Equal(0, before);
            Assert.Equal(1, Kernel.EpollWait(epoll.Number, events, -1));
            Assert.Equal((EPOLLIN, 0x1234_5678_9abcUL), (events[0].events, events[0].data));
        }
    }
}
