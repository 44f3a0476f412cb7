using System;
using System.Threading;
using Runtime.Syscalls;
using static Runtime.Syscalls.Flags;

namespace Runtime.Tests.BlackBox;

/// <summary>A seccomp filter that knows no clone3, as engines put one around a runtime that itself runs in a container.</summary>
internal static unsafe class Clone3Refusal
{
    private const ushort LoadWord = 0x20;
    private const ushort JumpIfEqual = 0x15;
    private const ushort Return = 0x06;

    /// <summary>Whatever the action starts has the filter; the test itself, which runs on other threads, stays without.</summary>
    public static T Around<T>(Func<T> start)
    {
        T? result = default;
        Exception? failure = null;
        Thread thread = new(() =>
        {
            try
            {
                Install();
                result = start();
            }
            catch (Exception exception)
            {
                failure = exception;
            }
        });
        thread.Start();
        thread.Join();
        return failure is null ? result! : throw new InvalidOperationException("behind the filter", failure);
    }

    private static void Install()
    {
        sock_filter* filter = stackalloc sock_filter[4];
        filter[0] = new sock_filter { code = LoadWord }; // the number of the call
        filter[1] = new sock_filter { code = JumpIfEqual, k = SystemCall.clone3, jf = 1 };
        filter[2] = new sock_filter { code = Return, k = (uint)(SECCOMP_RET_ERRNO | Errno.ENOSYS) };
        filter[3] = new sock_filter { code = Return, k = (uint)SECCOMP_RET_ALLOW };
        sock_fprog program = new() { len = 4, filter = filter };
        nint result = RawCall.Invoke(SystemCall.seccomp, (nint)SECCOMP_SET_MODE_FILTER, 0, (nint)(&program));
        if (result != 0)
        {
            throw new KernelException("loading a filter", (int)-result);
        }
    }
}
