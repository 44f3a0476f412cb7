using System;
using System.Collections.Generic;
using System.IO;

using Runtime.Shim.Loop;
using Runtime.Shim.Streams;
using Runtime.Syscalls;
using Runtime.Tests.State;

using Xunit;

using static Runtime.Syscalls.Flags;

namespace Runtime.Tests.Shim;

/// <summary>Bytes through real pipes and fifos, with the loop that a shim has.</summary>
public sealed class StreamTests : IDisposable
{
    private const int Megabyte = 1 << 20;

    private readonly TemporaryDirectory _directory = new();
    private readonly EventLoop _loop = new(failure => throw failure);

    public void Dispose()
    {
        _loop.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void Reader_that_is_slow_gets_every_byte_and_the_writer_waits()
    {
        Kernel.Pipe2(out Descriptor source, out Descriptor container, O_NONBLOCK);
        Kernel.Pipe2(out Descriptor client, out Descriptor target, O_NONBLOCK);
        Pump pump = new(_loop, source, isTerminal: false, new DescriptorSink(_loop, target));
        List<byte> received = [];
        int sent = 0;
        byte[] chunk = new byte[1000];
        void Read()
        {
            while (sent < Megabyte)
            {
                Array.Fill(chunk, (byte)(sent / 1000));
                int written = Kernel.TryWrite(container.Number, chunk);
                if (written <= 0)
                {
                    break;
                }

                sent += written;
            }

            if (sent >= Megabyte)
            {
                container.Dispose();
            }

            byte[] buffer = new byte[4096];
            int count = Kernel.TryRead(client.Number, buffer);
            received.AddRange(buffer.AsSpan(0, Math.Max(count, 0)));
            if (count == 0)
            {
                _loop.Stop();
                return;
            }

            _ = _loop.After(0, Read);
        }

        _ = _loop.After(0, Read);
        _loop.Run();

        Assert.Equal(sent, received.Count);
        for (int i = 0; i < received.Count; i++)
        {
            Assert.Equal((byte)(i / 1000), received[i]);
        }

        Assert.True(pump.HasEnded);
        client.Dispose();
    }

    [Fact]
    public void Output_that_ended_before_the_client_came_waits_for_it()
    {
        string path = Path.Combine(_directory.Path, "stdout");
        Kernel.MkFifoAt(AT_FDCWD, path, 0x1c0);
        using Fifo? fifo = Fifo.OpenForOutput(_loop, path, out DescriptorSink sink);
        Kernel.Pipe2(out Descriptor source, out Descriptor container, O_NONBLOCK);
        Pump pump = new(_loop, source, isTerminal: false, sink);
        Kernel.Write(container.Number, "early"u8);
        container.Dispose();
        byte[] buffer = new byte[100];
        int count = 0;
        Descriptor? client = null;
        sink.Closed += () =>
        {
            count = Kernel.TryRead(client!.Number, buffer);
            _loop.Stop();
        };
        _ = _loop.After(50, () => client = Kernel.Open(path, O_RDONLY | O_NONBLOCK));
        _loop.Run();

        Assert.Equal("early"u8.ToArray(), buffer[..count]);
        Assert.True(pump.HasEnded);
        client!.Dispose();
    }

    [Fact]
    public void Client_may_leave_and_another_come()
    {
        string path = Path.Combine(_directory.Path, "stdout");
        Kernel.MkFifoAt(AT_FDCWD, path, 0x1c0);
        using Descriptor first = Kernel.Open(path, O_RDONLY | O_NONBLOCK);
        Fifo? fifo = Fifo.OpenForOutput(_loop, path, out DescriptorSink sink);
        first.Dispose();
        sink.Write("after it left"u8);
        using Descriptor second = Kernel.Open(path, O_RDONLY | O_NONBLOCK);
        byte[] buffer = new byte[100];
        int count = Kernel.TryRead(second.Number, buffer);

        Assert.Equal("after it left"u8.ToArray(), buffer[..count]);
        sink.Close();
        fifo!.Dispose();
    }

    [Fact]
    public void Disk_that_is_full_makes_the_writer_wait_and_loses_nothing()
    {
        using Descriptor full = Kernel.Open("/dev/full", O_WRONLY);
        DescriptorSink sink = new(_loop, Kernel.Dup(full.Number));
        sink.Write("kept"u8);
        Assert.True(sink.IsFull);

        bool hasDrained = false;
        sink.Drained += () =>
        {
            hasDrained = true;
            _loop.Stop();
        };
        sink.End();
        Alarm limit = _loop.After(1200, _loop.Stop); // it tries again every half second
        _loop.Run();

        Assert.True(sink.IsFull);
        Assert.False(hasDrained);
        limit.Dispose();
        sink.Close();
        Assert.True(hasDrained);
    }

    [Fact]
    public void File_is_read_to_its_end_though_epoll_does_not_take_files()
    {
        string path = Path.Combine(_directory.Path, "input");
        File.WriteAllText(path, new string('x', 100_000));
        Kernel.Pipe2(out Descriptor read, out Descriptor write, O_NONBLOCK);
        DescriptorSink sink = new(_loop, write);
        using Fifo input = Fifo.OpenForInput(_loop, path, sink);
        int count = 0;
        byte[] buffer = new byte[65536];
        sink.Closed += _loop.Stop;
        using Watch watch = _loop.Add(read.Number, EPOLLIN, _ => count += Math.Max(0, Kernel.TryRead(read.Number, buffer)));
        _loop.Run();
        count += Math.Max(0, Kernel.TryRead(read.Number, buffer));

        Assert.Equal(100_000, count);
    }

    [Fact]
    public void Watch_of_a_closed_descriptor_does_not_see_the_next_one_of_that_number()
    {
        List<string> seen = [];
        Kernel.Pipe2(out Descriptor firstRead, out Descriptor firstWrite, O_NONBLOCK);
        Kernel.Pipe2(out Descriptor secondRead, out Descriptor secondWrite, O_NONBLOCK);
        Watch? first = null;
        Watch? second = null;
        first = _loop.Add(firstRead.Number, EPOLLIN, _ => Seen("first"));
        second = _loop.Add(secondRead.Number, EPOLLIN, _ => Seen("second"));
        void Seen(string which)
        {
            seen.Add(which);
            // Both are ready in this round: the other one's number is given to a new descriptor.
            first!.Dispose();
            second!.Dispose();
            int number = which == "first" ? secondRead.Number : firstRead.Number;
            Kernel.Dup3(firstRead.Number == number ? secondRead.Number : firstRead.Number, number);
            _ = _loop.Add(number, EPOLLIN, _ => seen.Add("new"));
            _loop.Stop();
        }

        Kernel.Write(firstWrite.Number, "x"u8);
        Kernel.Write(secondWrite.Number, "x"u8);
        _loop.Run();

        Assert.Single(seen);
        firstWrite.Dispose();
        secondWrite.Dispose();
        firstRead.Dispose();
        secondRead.Dispose();
    }
}
