using Runtime.Commands;
using Xunit;

namespace Runtime.Tests.Commands;

public sealed class GoDurationTests
{
    [Theory]
    [InlineData("5s", 5000)]
    [InlineData("250ms", 250)]
    [InlineData("1m30s", 90_000)]
    [InlineData("1.5h", 5_400_000)]
    [InlineData("1ns", 1)]
    [InlineData("0s", 0)]
    [InlineData("2µs", 1)]
    public void Duration_is_read(string text, int milliseconds)
    {
        Assert.True(GoDuration.TryReadMilliseconds(text, out int read));
        Assert.Equal(milliseconds, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("s")]
    [InlineData("5 s")]
    [InlineData("-5s")]
    [InlineData("5d")]
    [InlineData("1.2.3s")]
    [InlineData("1/2s")]
    [InlineData("1000h1000h")]
    [InlineData("99999999999999999999999999999999s")]
    public void What_is_no_duration_is_refused(string text)
    {
        Assert.False(GoDuration.TryReadMilliseconds(text, out _));
    }
}
