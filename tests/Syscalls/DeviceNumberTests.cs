using System;
using Runtime.Syscalls;
using Xunit;

namespace Runtime.Tests.Syscalls;

public sealed class DeviceNumberTests
{
    [Theory]
    [InlineData(1, 3, 0x103u)]
    [InlineData(259, 0, 0x10300u)]
    [InlineData(8, 256, 0x100800u)]
    [InlineData(0xfff, 0xfffff, 0xffffffffu)]
    public void Number_is_made_and_taken_apart(uint major, uint minor, uint device)
    {
        Assert.Equal(device, DeviceNumber.Make(major, minor));
        Assert.Equal((major, minor), (DeviceNumber.Major(device), DeviceNumber.Minor(device)));
    }

    [Theory]
    [InlineData(0x1000, 0)]
    [InlineData(0, 0x100000)]
    public void Number_the_kernel_has_no_bits_for_is_refused(uint major, uint minor)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => DeviceNumber.Make(major, minor));
    }
}
