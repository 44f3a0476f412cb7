using System;
using Runtime.Syscalls;
using Xunit;
using static Runtime.Syscalls.Flags;

namespace Runtime.Tests.Syscalls;

public sealed class RawCallTests
{
    [Fact]
    public void Result_of_a_call_is_returned()
    {
        Assert.Equal(Environment.ProcessId, RawCall.Invoke(SystemCall.getpid));
        Assert.Equal(Environment.ProcessId, RawCall.InvokeBlocking(SystemCall.getpid));
    }

    [Theory]
    [InlineData(SystemCall.close, -1, 0, Errno.EBADF)]
    [InlineData(SystemCall.kill, 0, 999, Errno.EINVAL)]
    [InlineData(9999, 0, 0, Errno.ENOSYS)]
    public void Refusal_is_returned_as_a_negative_errno(int number, int a, int b, int errno)
    {
        Assert.Equal(-errno, RawCall.Invoke(number, a, b));
        Assert.Equal(-errno, RawCall.InvokeBlocking(number, a, b));
    }

    [Fact]
    public void All_six_arguments_arrive()
    {
        const int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE;
        nint place = unchecked((nint)0x5000_0000_0000);

        Assert.Equal(place, RawCall.Invoke(SystemCall.mmap, place, 4096, PROT_READ, flags, -1, 0));
        Assert.Equal(-Errno.EINVAL, RawCall.Invoke(SystemCall.mmap, 0, 4096, PROT_READ, flags, -1, 1));
        Assert.Equal(0, RawCall.Invoke(SystemCall.munmap, place, 4096));
    }
}
