using Runtime.Commands;
using Xunit;

namespace Runtime.Tests.Commands;

public sealed class SignalsTests
{
    [Theory]
    [InlineData("9", 9)]
    [InlineData("0", 0)]
    [InlineData("64", 64)]
    [InlineData("KILL", 9)]
    [InlineData("SIGKILL", 9)]
    [InlineData("sigterm", 15)]
    [InlineData("term", 15)]
    [InlineData("WINCH", 28)]
    [InlineData("SYS", 31)]
    [InlineData("IOT", 6)]
    [InlineData("RTMIN", 34)]
    [InlineData("RTMIN+3", 37)]
    [InlineData("SIGRTMAX-1", 63)]
    public void Signal_is_read(string word, int number)
    {
        Assert.Equal(number, Signals.Read(word));
    }

    [Theory]
    [InlineData("")]
    [InlineData("SIG")]
    [InlineData("-9")]
    [InlineData("65")]
    [InlineData("9x")]
    [InlineData("SIGSIGKILL")]
    [InlineData("FOO")]
    [InlineData("RTMIN+31")]
    [InlineData("RTMIN+")]
    public void Unknown_signal_is_refused(string word)
    {
        UsageException e = Assert.Throws<UsageException>(() => Signals.Read(word));

        Assert.Equal($"unknown signal \"{word}\"", e.Message);
    }
}
