using Runtime.Syscalls;
using Xunit;

namespace Runtime.Tests.Syscalls;

public sealed class KernelExceptionTests
{
    [Fact]
    public void Message_has_the_kernels_sentence_and_name()
    {
        KernelException failure = new("mounting proc at \"/proc\"", Errno.EPERM);

        Assert.Equal("mounting proc at \"/proc\": operation not permitted (EPERM)", failure.Message);
        Assert.Equal(Errno.EPERM, failure.Errno);
    }

    [Fact]
    public void Remedy_follows_a_semicolon()
    {
        KernelException failure = new("creating a user namespace", Errno.ENOSPC, "the limit is /proc/sys/user/max_user_namespaces");

        Assert.Equal("creating a user namespace: no space left on device (ENOSPC); the limit is /proc/sys/user/max_user_namespaces", failure.Message);
    }
}
