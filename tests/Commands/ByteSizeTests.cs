using Runtime.Commands;
using Xunit;

namespace Runtime.Tests.Commands;

public sealed class ByteSizeTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("1048576", 1048576)]
    [InlineData("-1", -1)]
    [InlineData("7b", 7)]
    [InlineData("512M", 512L << 20)]
    [InlineData("512mb", 512L << 20)]
    [InlineData("64KiB", 64L << 10)]
    [InlineData("1.5g", 3L << 29)]
    [InlineData("2T", 2L << 40)]
    [InlineData("9223372036854775807", long.MaxValue)]
    public void Size_is_read(string text, long bytes)
    {
        Assert.True(ByteSize.TryRead(text, out long read));
        Assert.Equal(bytes, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("M")]
    [InlineData("b")]
    [InlineData("ib")]
    [InlineData("-2")]
    [InlineData("-1M")]
    [InlineData("12x")]
    [InlineData("1 M")]
    [InlineData("9223372036854775808")]
    [InlineData("99999999999999999999p")]
    public void What_is_no_size_is_refused(string text)
    {
        Assert.False(ByteSize.TryRead(text, out _));
    }
}
