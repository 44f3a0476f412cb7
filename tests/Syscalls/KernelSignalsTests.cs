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
}
