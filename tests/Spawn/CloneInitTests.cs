using System;
using System.IO;

using Runtime.Tests.Init;

using Xunit;

namespace Runtime.Tests.Spawn;

/// <summary>What a cloned child does before it is runtime-init, read from the published program: two system calls and nothing else.</summary>
public class CloneInitTests
{
    [Fact]
    public void Child_calls_nothing_but_execveat_and_exit_group()
    {
        string[] all = Disassembly.Of(Program(), "CloneInit");
        int clone = Array.FindIndex(all, Disassembly.IsSystemCall);
        string[] after = all[(clone + 1)..];

        // The parent's way out, the only branch, and then the child's.
        Assert.Equal(
            [
                "test %rax,%rax", "je", "pop %rbx", "ret",
                "mov (%rbx),%rdi", "mov 0x8(%rbx),%rsi", "mov 0x10(%rbx),%rdx", "mov 0x18(%rbx),%r10", "mov 0x20(%rbx),%r8",
                "mov $0x142,%eax", "syscall",
                "mov $0x7e,%edi", "mov $0xe7,%eax", "syscall", "hlt",
            ],
            Array.ConvertAll(after, WithoutTarget));
    }

    [Fact]
    public void Nothing_is_called_before_the_clone_either()
    {
        Assert.DoesNotContain(Disassembly.Of(Program(), "CloneInit"), Disassembly.IsCall);
    }

    /// <summary>The branch's target is an address.</summary>
    private static string WithoutTarget(string instruction) => instruction.StartsWith("je ", StringComparison.Ordinal) ? "je" : instruction;

    private static string Program()
    {
        string program = Environment.GetEnvironmentVariable("RUNTIME") ?? RepositoryFiles.PathOf("artifacts/publish/runtime");
        if (!File.Exists(program) && Environment.GetEnvironmentVariable("CI") is null)
        {
            Assert.Skip($"{program} is not there: `make` builds it, and RUNTIME names another one");
        }

        return program;
    }
}
