using System;
using Runtime.Syscalls;
using Xunit;
using static Runtime.Syscalls.Flags;

namespace Runtime.Tests.Syscalls;

public sealed class DescriptorTests
{
    // Nothing else in the process gets numbers that high, so that a number stays free, or taken, as the test left it.
    private const int Lowest = 900;

    [Fact]
    public void Disposing_closes()
    {
        Descriptor file = Opened();
        int number = file.Number;

        file.Dispose();

        Assert.Equal(-Errno.EBADF, Kernel.TryFcntl(number, F_GETFD));
    }

    [Fact]
    public void Disposing_twice_closes_once()
    {
        Descriptor file = Opened();
        int number = file.Number;
        file.Dispose();
        using Descriptor other = Kernel.Open("/dev/null", O_RDONLY);
        Kernel.Dup3(other.Number, number);
        using Descriptor next = new(number);

        file.Dispose();

        Assert.Equal(FD_CLOEXEC, Kernel.TryFcntl(next.Number, F_GETFD));
    }

    [Fact]
    public void Number_of_a_closed_descriptor_cannot_be_had()
    {
        Descriptor file = Opened();
        file.Dispose();

        Assert.Throws<ObjectDisposedException>(() => file.Number);
        Assert.Throws<ObjectDisposedException>(() => file.Release());
    }

    [Fact]
    public void Released_number_stays_open()
    {
        Descriptor file = Opened();

        int number = file.Release();
        file.Dispose();

        Assert.Equal(FD_CLOEXEC, Kernel.TryFcntl(number, F_GETFD));
        Kernel.Close(number);
    }

    [Fact]
    public void Negative_number_is_no_descriptor()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Descriptor(-Errno.ENOENT));
    }

    private static Descriptor Opened()
    {
        using Descriptor file = Kernel.Open("/dev/null", O_RDONLY);
        return Kernel.Dup(file.Number, Lowest);
    }
}
