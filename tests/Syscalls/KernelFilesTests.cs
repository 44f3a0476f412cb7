using System;
using System.IO;
using System.Linq;
using System.Text;
using Runtime.Syscalls;
using Xunit;
using static Runtime.Syscalls.Flags;

namespace Runtime.Tests.Syscalls;

public sealed class KernelFilesTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose()
    {
        _directory.Dispose();
    }

    [Theory]
    [InlineData(O_RDONLY, "opening \"{0}/x\" for reading: no such file or directory (ENOENT)")]
    [InlineData(O_WRONLY, "opening \"{0}/x\" for writing: no such file or directory (ENOENT)")]
    [InlineData(O_RDWR, "opening \"{0}/x\" for reading and writing: no such file or directory (ENOENT)")]
    [InlineData(O_PATH, "opening \"{0}/x\": no such file or directory (ENOENT)")]
    [InlineData(O_DIRECTORY, "opening \"{0}/x\": no such file or directory (ENOENT)")]
    public void Failure_to_open_says_what_for(int flags, string message)
    {
        KernelException failure = Assert.Throws<KernelException>(() => Kernel.Open(_directory["x"], flags));

        Assert.Equal(message.Replace("{0}", _directory.Path, StringComparison.Ordinal), failure.Message);
        Assert.Equal(Errno.ENOENT, failure.Errno);
    }

    [Fact]
    public void Failure_beneath_a_directory_names_the_whole_path()
    {
        using Descriptor directory = Kernel.Open(_directory.Path, O_PATH | O_DIRECTORY);

        KernelException failure = Assert.Throws<KernelException>(() => Kernel.OpenAt(directory.Number, "a/b", O_CREAT | O_WRONLY, 0x180));

        Assert.Equal($"creating \"{_directory.Path}/a/b\": no such file or directory (ENOENT)", failure.Message);
    }

    [Fact]
    public void Try_returns_the_negative_errno()
    {
        Assert.Equal(-Errno.ENOENT, Kernel.TryOpenAt(AT_FDCWD, _directory["x"], O_RDONLY));
        Assert.Equal(-Errno.ENOENT, Kernel.TryReadFile(AT_FDCWD, _directory["x"], new byte[4]));
        Assert.Equal(-Errno.ENOENT, Kernel.TryWriteAll(AT_FDCWD, _directory["x"], "1"u8));
    }

    [Theory]
    [InlineData("a\0b", "\"a\\x00b\"")]
    [InlineData("\0", "\"\\x00\"")]
    public void Path_with_a_NUL_is_refused(string path, string quoted)
    {
        KernelException failure = Assert.Throws<KernelException>(() => Kernel.TryOpenAt(AT_FDCWD, path, O_RDONLY));

        Assert.Equal($"passing {quoted} to the kernel: invalid argument (EINVAL); it contains a NUL", failure.Message);
    }

    [Theory]
    [InlineData("ü€😀")]
    [InlineData("a b\n\"c")]
    public void Name_arrives_as_UTF_8(string name)
    {
        using Descriptor file = Kernel.Open(_directory[name], O_CREAT | O_WRONLY, 0x180);

        Assert.Equal([_directory[name]], Directory.GetFiles(_directory.Path));
    }

    [Theory]
    [InlineData(60)]
    [InlineData(84)]
    [InlineData(85)]
    [InlineData(255)]
    public void Path_of_any_length_arrives(int length)
    {
        string name = new('n', length);
        string deep = _directory[name] + "/" + name;
        Kernel.MkDir(_directory[name], 0x1c0);
        Kernel.Open(deep, O_CREAT | O_WRONLY, 0x180).Dispose();

        Assert.Equal([deep], Directory.GetFiles(_directory[name]));
    }

    [Fact]
    public void Lone_surrogate_becomes_the_replacement_character()
    {
        using Descriptor file = Kernel.Open(_directory["\ud800"], O_CREAT | O_WRONLY, 0x180);

        Assert.Equal([_directory["\ufffd"]], Directory.GetFiles(_directory.Path));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4095)]
    [InlineData(4096)]
    [InlineData(4097)]
    [InlineData(16384)]
    [InlineData(100_000)]
    public void Whole_file_is_read(int size)
    {
        byte[] bytes = [.. Enumerable.Range(0, size).Select(index => (byte)(index * 7))];
        File.WriteAllBytes(_directory["f"], bytes);

        Assert.Equal(bytes, Kernel.ReadAll(_directory["f"]));
    }

    [Fact]
    public void File_of_the_kernel_that_tells_no_size_is_read()
    {
        Assert.Equal(File.ReadAllText("/proc/version"), Kernel.ReadText("/proc/version"));
        Assert.Equal(0u, Kernel.Stat("/proc/version").stx_size);
    }

    [Fact]
    public void Reading_a_directory_is_refused()
    {
        KernelException failure = Assert.Throws<KernelException>(() => Kernel.ReadAll(_directory.Path));

        Assert.Equal($"reading \"{_directory.Path}\": is a directory (EISDIR)", failure.Message);
    }

    [Fact]
    public void Buffer_is_filled_from_a_file()
    {
        _directory.Write("f", "12345");
        byte[] small = new byte[3];
        byte[] large = new byte[8];

        Assert.Equal(3, Kernel.TryReadFile(AT_FDCWD, _directory["f"], small));
        Assert.Equal("123"u8.ToArray(), small);
        Assert.Equal(5, Kernel.TryReadFile(AT_FDCWD, _directory["f"], large));
        Assert.Equal("12345"u8.ToArray(), large[..5]);
    }

    [Fact]
    public void Part_of_a_file_is_read()
    {
        using Descriptor file = Kernel.Open(_directory.Write("f", "0123456789"), O_RDONLY);
        byte[] part = new byte[4];

        Assert.Equal(4, Kernel.PRead(file.Number, part, 3));
        Assert.Equal("3456"u8.ToArray(), part);
    }

    [Fact]
    public void Writing_neither_creates_nor_truncates()
    {
        _directory.Write("f", "12345");

        Kernel.WriteAll(_directory["f"], "ab"u8);
        KernelException failure = Assert.Throws<KernelException>(() => Kernel.WriteAll(_directory["x"], "max"u8));

        Assert.Equal("ab345", File.ReadAllText(_directory["f"]));
        Assert.Equal($"writing \"max\" to \"{_directory["x"]}\": no such file or directory (ENOENT)", failure.Message);
        Assert.False(File.Exists(_directory["x"]));
    }

    [Fact]
    public void Value_too_long_for_a_message_is_left_out()
    {
        byte[] value = Encoding.ASCII.GetBytes(new string('v', 81));

        KernelException failure = Assert.Throws<KernelException>(() => Kernel.WriteAll(_directory["x"], value));

        Assert.Equal($"writing \"{_directory["x"]}\": no such file or directory (ENOENT)", failure.Message);
    }

    [Fact]
    public void Refused_value_is_in_the_message()
    {
        KernelException failure = Assert.Throws<KernelException>(() => Kernel.WriteAll("/proc/self/oom_score_adj", "many"u8));

        Assert.Equal("writing \"many\" to \"/proc/self/oom_score_adj\": invalid argument (EINVAL)", failure.Message);
    }

    [Fact]
    public void Link_to_the_root_stays_inside_a_root()
    {
        _directory.Write("passwd", "inside");
        File.CreateSymbolicLink(_directory["link"], "/passwd");
        using Descriptor root = Kernel.Open(_directory.Path, O_PATH | O_DIRECTORY);

        using Descriptor file = Kernel.OpenAt2(root.Number, "/link", O_RDONLY, RESOLVE_IN_ROOT);
        KernelException failure = Assert.Throws<KernelException>(() => Kernel.OpenAt2(root.Number, "/etc/passwd", O_RDONLY, RESOLVE_IN_ROOT));

        Assert.Equal("inside"u8.ToArray(), Kernel.ReadAll(file.Number));
        Assert.Equal($"opening \"{_directory.Path}/etc/passwd\" for reading: no such file or directory (ENOENT)", failure.Message);
    }

    [Fact]
    public void Leaving_a_directory_is_refused()
    {
        using Descriptor root = Kernel.Open(_directory.Path, O_PATH | O_DIRECTORY);

        Assert.Equal(-Errno.EXDEV, Kernel.TryOpenAt2(root.Number, "..", O_PATH, RESOLVE_BENEATH));
    }
}
