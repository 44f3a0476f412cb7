using System.Linq;
using System.Reflection;
using Runtime.Syscalls;
using Xunit;

namespace Runtime.Tests.Syscalls;

public sealed class SystemCallTests
{
    [Fact]
    public void Every_call_has_its_own_name()
    {
        FieldInfo[] calls = typeof(SystemCall).GetFields(BindingFlags.Public | BindingFlags.Static);

        Assert.All(calls, call => Assert.Equal(call.Name, SystemCall.Name((int)call.GetRawConstantValue()!)));
        Assert.Equal(calls.Length, calls.Select(call => call.GetRawConstantValue()).Distinct().Count());
    }

    [Fact]
    public void Call_nobody_knows_is_named_by_its_number()
    {
        Assert.Equal("syscall_9999", SystemCall.Name(9999));
    }
}
