using System;
using Runtime.Syscalls;
using Xunit;
using static Runtime.Syscalls.Flags;

namespace Runtime.Tests.Syscalls;

public sealed unsafe class KernelMemoryTests
{
    [Fact]
    public void Mapping_shows_the_file()
    {
        using Descriptor file = Kernel.MemfdCreate("mapped", 0);
        Kernel.Write(file.Number, "hello"u8);

        byte* memory = (byte*)Kernel.MMap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, file.Number, 0);
        string start = new((sbyte*)memory, 0, 5);
        memory[0] = (byte)'H';
        byte[] bytes = new byte[5];
        Kernel.PRead(file.Number, bytes, 0);
        Kernel.MUnmap(memory, 4096);

        Assert.Equal("hello", start);
        Assert.Equal("Hello"u8.ToArray(), bytes);
    }

    [Fact]
    public void Mapping_of_nothing_is_refused()
    {
        KernelException failure = Assert.Throws<KernelException>(() =>
        {
            _ = Kernel.MMap(0, 0, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        });

        Assert.Equal("mapping memory: invalid argument (EINVAL)", failure.Message);
    }

    [Fact]
    public void Random_bytes_fill_the_buffer()
    {
        byte[] one = new byte[1000];
        byte[] other = new byte[1000];

        Kernel.GetRandom(one);
        Kernel.GetRandom(other);

        Assert.NotEqual(one, other);
        Assert.NotEqual(new byte[100], one[900..]);
    }

    [Fact]
    public void Clock_is_the_one_asked_for()
    {
        long now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();

        Assert.InRange(Kernel.ClockGetTime(CLOCK_REALTIME).tv_sec, now - 1, now + 60);
        Assert.InRange(Kernel.ClockGetTime(CLOCK_BOOTTIME).tv_sec, 1, now - 1);
        Assert.Equal("reading clock 99: invalid argument (EINVAL)", Assert.Throws<KernelException>(() => Kernel.ClockGetTime(99)).Message);
    }

    [Fact]
    public void Failure_of_bpf_says_what_was_done()
    {
        KernelException failure = Assert.Throws<KernelException>(() =>
        {
            bpf_attr_get_id attributes = new() { prog_id = uint.MaxValue };
            Kernel.Bpf(9999, &attributes, sizeof(bpf_attr_get_id), "loading a device program");
        });

        // Without CAP_BPF the command is not looked at.
        Assert.True(failure.Errno is Errno.EINVAL or Errno.EPERM, failure.Message);
        Assert.Equal($"loading a device program: {Errno.Sentence(failure.Errno)} ({Errno.Name(failure.Errno)})", failure.Message);
    }
}
