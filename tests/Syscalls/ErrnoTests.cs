using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Runtime.Syscalls;
using Xunit;

namespace Runtime.Tests.Syscalls;

public sealed class ErrnoTests
{
    private static IEnumerable<FieldInfo> Constants => typeof(Errno).GetFields(BindingFlags.Public | BindingFlags.Static);

    [Fact]
    public void Every_error_has_its_own_name()
    {
        Assert.All(Constants, field => Assert.Equal(field.Name, Errno.Name((int)field.GetRawConstantValue()!)));
    }

    [Fact]
    public void Every_error_has_a_sentence_of_its_own_in_lower_case_without_a_full_stop()
    {
        string[] sentences = [.. Constants.Select(field => Errno.Sentence((int)field.GetRawConstantValue()!))];

        Assert.DoesNotContain("unknown error", sentences);
        Assert.Equal(sentences.Length, sentences.Distinct().Count());
        Assert.All(sentences, sentence => Assert.DoesNotMatch("^[A-Z][a-z]|[.\n]$", sentence));
    }

    [Fact]
    public void Errors_from_1_to_133_are_known_but_the_two_the_kernel_left_out()
    {
        IEnumerable<int> numbers = Constants.Select(field => (int)field.GetRawConstantValue()!).Order();

        // 41 and 58 would be EWOULDBLOCK and EDEADLOCK, which are EAGAIN and EDEADLK on our architectures.
        Assert.Equal(Enumerable.Range(1, 133).Except([41, 58]), numbers);
    }

    [Theory]
    [InlineData(Errno.EPERM, "EPERM", "operation not permitted")]
    [InlineData(Errno.ENOENT, "ENOENT", "no such file or directory")]
    [InlineData(Errno.EIO, "EIO", "input/output error")]
    [InlineData(Errno.EHWPOISON, "EHWPOISON", "memory page has hardware error")]
    [InlineData(41, "41", "unknown error")]
    [InlineData(512, "512", "unknown error")]
    public void Error_has_name_and_sentence(int errno, string name, string sentence)
    {
        Assert.Equal((name, sentence), (Errno.Name(errno), Errno.Sentence(errno)));
    }
}
