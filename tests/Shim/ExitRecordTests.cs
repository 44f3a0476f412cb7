using System.IO;

using Runtime.Shim.Death;
using Runtime.Syscalls;
using Runtime.Tests.State;

using Xunit;

namespace Runtime.Tests.Shim;

public class ExitRecordTests
{
    [Fact]
    public void What_was_written_is_read()
    {
        using TemporaryDirectory directory = new();
        string path = Path.Combine(directory.Path, "exit");
        ExitRecord record = new(4711, 137, new timespec { tv_sec = 1767323045, tv_nsec = 5 }, true);

        record.Write(path);

        Assert.Equal("{\"pid\":4711,\"exitCode\":137,\"exitedAt\":1767323045,\"exitedAtNanoseconds\":5,\"oomKilled\":true}\n", File.ReadAllText(path));
        Assert.Equal(record, ExitRecord.Read(path));
        Assert.Equal(new Runtime.State.ExitRecord(137, "2026-01-02T03:04:05Z", true), Runtime.State.ExitRecord.Read(Flags.AT_FDCWD, path));
        Assert.Equal([path], Directory.GetFileSystemEntries(directory.Path));
    }

    [Fact]
    public void The_runtime_finds_no_record_where_there_is_none()
    {
        Assert.Null(Runtime.State.ExitRecord.Read(Flags.AT_FDCWD, "/nonexistent/exit"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{\"pid\":1}")]
    [InlineData("{\"exitCode\":\"seven\"}")]
    [InlineData("{\"exitCode\":99999999999999}")]
    public void What_is_no_record_is_not_read(string text)
    {
        using TemporaryDirectory directory = new();
        string path = Path.Combine(directory.Path, "exit");
        File.WriteAllText(path, text);

        Assert.Null(ExitRecord.Read(path));
        Runtime.State.StateException e = Assert.Throws<Runtime.State.StateException>(() => Runtime.State.ExitRecord.Read(Flags.AT_FDCWD, path));
        Assert.Equal($"reading \"{path}\": it is no exit record", e.Message);
    }
}
