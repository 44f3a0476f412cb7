using Runtime.Config;
using Xunit;

namespace Runtime.Tests.Config;

public sealed class NumberListTests
{
    [Theory]
    [InlineData("0", new[] { 0x1ul })]
    [InlineData("0-3,7", new[] { 0x8ful })]
    [InlineData(" 1 , 2-2 ", new[] { 0x6ul })]
    [InlineData("63-64", new[] { 0x8000000000000000ul, 0x1ul })]
    public void List_is_a_mask(string text, ulong[] expected) => Assert.Equal(expected, NumberList.Parse(text)!);

    [Fact]
    public void More_than_1024_are_possible()
    {
        ulong[] mask = NumberList.Parse("1500")!;

        Assert.Equal(24, mask.Length);
        Assert.Equal(1ul << 28, mask[23]);
    }

    [Theory]
    [InlineData("")]
    [InlineData(",")]
    [InlineData("1,")]
    [InlineData("3-1")]
    [InlineData("-1")]
    [InlineData("1-")]
    [InlineData("1-2-3")]
    [InlineData("+1")]
    [InlineData("0x1")]
    [InlineData("a")]
    [InlineData("1 2")]
    [InlineData("65536")]
    [InlineData("99999999999")]
    public void Anything_else_is_no_list(string text) => Assert.Null(NumberList.Parse(text));
}
