using Runtime.Syscalls;
using Xunit;

namespace Runtime.Tests.Syscalls;

public sealed class QuotedTests
{
    [Theory]
    [InlineData("", "\"\"")]
    [InlineData("/a b/ü", "\"/a b/ü\"")]
    [InlineData("a\"b\\c", "\"a\\\"b\\\\c\"")]
    [InlineData("a\nb\tc\0d\u001be", "\"a\\nb\\tc\\x00d\\x1be\"")]
    public void Operand_stays_on_one_line(string text, string quoted)
    {
        Assert.Equal(quoted, Quoted.Text(text));
    }
}
