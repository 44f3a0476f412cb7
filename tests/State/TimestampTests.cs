using System;
using Runtime.State;
using Xunit;

namespace Runtime.Tests.State;

public sealed class TimestampTests
{
    [Theory]
    [InlineData(0, "2026-01-02T03:04:05Z")]
    [InlineData(1, "2026-01-02T03:04:05.0000001Z")]
    [InlineData(1_200_000, "2026-01-02T03:04:05.12Z")]
    [InlineData(9_999_999, "2026-01-02T03:04:05.9999999Z")]
    public void Fraction_has_the_digits_it_needs(int ticks, string text)
    {
        DateTime time = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc).AddTicks(ticks);

        Assert.Equal(text, Timestamp.Nanoseconds(time));
        Assert.Equal("2026-01-02T03:04:05Z", Timestamp.Seconds(time));
    }
}
