using System;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Threading;
using Runtime.Syscalls;
using Xunit;
using static Runtime.Syscalls.Flags;

namespace Runtime.Tests.Syscalls;

public sealed class KernelEventsTests
{
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

    [Fact]
    public void Signals_neither_end_a_wait_nor_make_it_longer()
    {
        // The runtime's handler interrupts poll, which SA_RESTART does not make the kernel repeat (signal(7)).
        using PosixSignalRegistration handler = PosixSignalRegistration.Create((PosixSignal)SIGWINCH, _ => { });
        Kernel.Pipe2(out Descriptor readEnd, out Descriptor writeEnd);
        using (readEnd)
        using (writeEnd)
        {
            TimeSpan taken = default;
            int ready = -1;
            int waiting = 0;
            Exception? thrown = null;
            Thread thread = new(() =>
            {
                pollfd[] files = [new() { fd = readEnd.Number, events = POLLIN }];
                Stopwatch watch = Stopwatch.StartNew();
                Volatile.Write(ref waiting, (int)RawCall.Invoke(SystemCall.gettid));
                thrown = Record.Exception(() => ready = Kernel.Poll(files, 300));
                taken = watch.Elapsed;
            });

            int signals = 0;
            thread.Start();
            while (!thread.Join(1))
            {
                int tid = Volatile.Read(ref waiting);
                signals += tid > 0 && RawCall.Invoke(SystemCall.tgkill, Environment.ProcessId, tid, SIGWINCH) == 0 ? 1 : 0;
            }

            Assert.True(signals > 0);
            Assert.Null(thrown);
            Assert.Equal(0, ready);
            Assert.InRange(taken.TotalMilliseconds, 299, 30_000);
        }
    }

    [Fact]
    public void Event_descriptor_counts()
    {
        using Descriptor counter = Kernel.EventFd();
        byte[] count = new byte[8];

        Kernel.Write(counter.Number, BitConverter.GetBytes(3L));
        Kernel.Write(counter.Number, BitConverter.GetBytes(4L));

        Assert.Equal(8, Kernel.Read(counter.Number, count));
        Assert.Equal(7, BitConverter.ToInt64(count));
    }

    [Fact]
    public void Timer_expires()
    {
        using Descriptor timer = Kernel.TimerFdCreate(CLOCK_MONOTONIC);
        byte[] count = new byte[8];

        Kernel.TimerFdSetTime(timer.Number, new itimerspec { it_value = new timespec { tv_nsec = 1 } });

        Assert.Equal(8, Kernel.Read(timer.Number, count));
        Assert.Equal(1, BitConverter.ToInt64(count));
        Assert.Equal(
            "setting a timer: invalid argument (EINVAL)",
            Assert.Throws<KernelException>(() => Kernel.TimerFdSetTime(timer.Number, new itimerspec { it_value = new timespec { tv_nsec = -1 } })).Message);
    }

    [Fact]
    public unsafe void Change_of_a_watched_file_is_told()
    {
        using TemporaryDirectory directory = new();
        string path = directory.Write("f", "");
        using Descriptor inotify = Kernel.InotifyInit1();
        byte[] buffer = new byte[256];

        int watch = Kernel.InotifyAddWatch(inotify.Number, path, IN_MODIFY);
        Kernel.WriteAll(path, "x"u8);
        int length = Kernel.Read(inotify.Number, buffer);
        inotify_event told = MemoryMarshal.Read<inotify_event>(buffer);

        Assert.Equal((sizeof(inotify_event), watch, IN_MODIFY), (length, told.wd, told.mask));
        Assert.Equal(
            $"watching \"{directory["x"]}\": no such file or directory (ENOENT)",
            Assert.Throws<KernelException>(() => Kernel.InotifyAddWatch(inotify.Number, directory["x"], IN_MODIFY)).Message);
    }
}
