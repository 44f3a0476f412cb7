using System;
using System.IO;
using System.Text;
using System.Text.RegularExpressions;

using Runtime.Shim.Loop;
using Runtime.Shim.Streams;
using Runtime.Syscalls;
using Runtime.Tests.State;

using Xunit;

namespace Runtime.Tests.Shim;

public sealed class LogTests : IDisposable
{
    private const string Time = @"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{9}[+-][0-9]{2}:[0-9]{2}";

    private readonly TemporaryDirectory _directory = new();
    private readonly EventLoop _loop = new(failure => throw failure);

    private string LogPath => Path.Combine(_directory.Path, "log");

    public void Dispose()
    {
        _loop.Dispose();
        _directory.Dispose();
    }

    [Theory]
    [InlineData(0, 0, 0, "1970-01-01T00:00:00.000000000+00:00")]
    [InlineData(1767323045, 678, 3600, "2026-01-02T04:04:05.000000678+01:00")]
    [InlineData(1709164800, 999999999, -12600, "2024-02-28T20:30:00.999999999-03:30")]
    [InlineData(1709208000, 0, 0, "2024-02-29T12:00:00.000000000+00:00")]
    [InlineData(4107542399, 0, 0, "2100-02-28T23:59:59.000000000+00:00")]
    [InlineData(-1, 0, 0, "1969-12-31T23:59:59.000000000+00:00")]
    public void Time_is_written_with_nine_digits_and_its_zone(long seconds, long nanoseconds, int offset, string expected)
    {
        byte[] text = new byte[LogTime.Length];
        LogTime.Format(new timespec { tv_sec = seconds, tv_nsec = nanoseconds }, offset, text);

        Assert.Equal(expected, Encoding.ASCII.GetString(text));
    }

    [Fact]
    public void Time_agrees_with_the_framework_for_ten_thousand_moments()
    {
        byte[] text = new byte[LogTime.Length];
        Random random = new(1);
        for (int i = 0; i < 10_000; i++)
        {
            long seconds = random.NextInt64(-5_000_000_000, 20_000_000_000);
            LogTime.Format(new timespec { tv_sec = seconds }, 0, text);

            string expected = DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-ddTHH:mm:ss", System.Globalization.CultureInfo.InvariantCulture);
            Assert.Equal(expected + ".000000000+00:00", Encoding.ASCII.GetString(text));
        }
    }

    [Fact]
    public void Whole_and_partial_lines_are_told_apart()
    {
        LogFile log = new(_loop, LogPath, new LogLimits(null, null, 0));
        KubernetesLogSink output = new(log, "stdout"u8);
        KubernetesLogSink error = new(log, "stderr"u8);
        output.Write("one\ntwo\n\nhal"u8);
        error.Write("oops\r\n"u8);
        output.Write("f\n"u8);
        log.Close();

        Assert.Matches(
            new Regex($"^{Time} stdout F one\n{Time} stdout F two\n{Time} stdout F \n{Time} stdout P hal\n{Time} stderr F oops\r\n{Time} stdout F f\n$"),
            File.ReadAllText(LogPath));
    }

    [Fact]
    public void Json_lines_are_those_of_docker()
    {
        LogFile log = new(_loop, LogPath, new LogLimits(null, null, 0));
        JsonLogSink output = new(log, "stdout"u8);
        output.Write("a \"b\" \\ \x01 \u00e9 "u8);
        output.Write([0xff, (byte)'\n']);
        log.Close();

        Assert.Matches(
            "^" + @"\{""log"":""a \\""b\\"" \\\\ \\u0001 é "",""stream"":""stdout"",""time"":""" + Time + @"""\}" + "\n"
            + @"\{""log"":""" + "\uFFFD" + @"\\n"",""stream"":""stdout"",""time"":""" + Time + @"""\}" + "\n$",
            File.ReadAllText(LogPath));
    }

    [Fact]
    public void Full_file_is_replaced()
    {
        LogFile log = new(_loop, LogPath, new LogLimits(100, null, 0));
        KubernetesLogSink output = new(log, "stdout"u8);
        output.Write("first\nsecond\nthird\n"u8);
        log.Close();

        Assert.Equal(["log"], Names());
        Assert.EndsWith(" third\n", File.ReadAllText(LogPath), StringComparison.Ordinal);
        Assert.DoesNotContain("second", File.ReadAllText(LogPath), StringComparison.Ordinal);
    }

    [Fact]
    public void Full_files_are_kept_when_asked_for()
    {
        LogFile log = new(_loop, LogPath, new LogLimits(60, null, 2));
        KubernetesLogSink output = new(log, "stdout"u8);
        output.Write("first\nsecond\nthird\nfourth\n"u8);
        log.Close();

        Assert.Equal(["log", "log.1", "log.2"], Names());
        Assert.EndsWith(" F fourth\n", File.ReadAllText(LogPath), StringComparison.Ordinal);
        Assert.EndsWith(" F third\n", File.ReadAllText(LogPath + ".1"), StringComparison.Ordinal);
        Assert.EndsWith(" F second\n", File.ReadAllText(LogPath + ".2"), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_kept_beyond_the_limit_of_all_files()
    {
        LogFile log = new(_loop, LogPath, new LogLimits(null, 60, 0));
        KubernetesLogSink output = new(log, "stdout"u8);
        output.Write("first\nsecond\nthird\n"u8);
        log.Close();

        Assert.EndsWith(" F second\n", File.ReadAllText(LogPath), StringComparison.Ordinal);
    }

    private string[] Names()
    {
        string[] names = Array.ConvertAll(Directory.GetFiles(_directory.Path), path => Path.GetFileName(path));
        Array.Sort(names, StringComparer.Ordinal);
        return names;
    }
}
