using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Runtime.Syscalls;
using Xunit;
using static Runtime.Syscalls.Flags;

namespace Runtime.Tests.Syscalls;

public sealed class KernelPathsTests : IDisposable
{
    private const uint OwnerOnly = 0x180;
    private const uint OwnerOnlyDirectory = 0x1c0;

    private readonly TemporaryDirectory _directory = new();

    public void Dispose()
    {
        _directory.Dispose();
    }

    [Fact]
    public void Directory_is_made_and_removed()
    {
        Kernel.MkDir(_directory["d"], OwnerOnlyDirectory);

        Assert.Equal(S_IFDIR | OwnerOnlyDirectory, Kernel.Stat(_directory["d"]).stx_mode);
        Assert.Equal(-Errno.EEXIST, Kernel.TryMkDirAt(AT_FDCWD, _directory["d"], OwnerOnlyDirectory));
        Assert.Equal(0, Kernel.TryRmDir(_directory["d"]));
        Assert.Equal(-Errno.ENOENT, Kernel.TryRmDir(_directory["d"]));
    }

    [Fact]
    public void File_is_removed()
    {
        _directory.Write("f", "");

        Kernel.Unlink(_directory["f"]);

        Assert.Equal(-Errno.ENOENT, Kernel.TryUnlink(_directory["f"]));
    }

    [Fact]
    public void Failures_name_their_operands()
    {
        using Descriptor directory = Kernel.Open(_directory.Path, O_PATH | O_DIRECTORY);
        _directory.Write("f", "");
        int fd = directory.Number;
        string path = _directory.Path;

        Assert.Equal($"creating directory \"{path}/f\": file exists (EEXIST)", Message(() => Kernel.MkDirAt(fd, "f", OwnerOnly)));
        Assert.Equal($"creating fifo \"{path}/f\": file exists (EEXIST)", Message(() => Kernel.MkFifoAt(fd, "f", OwnerOnly)));
        Assert.Equal($"creating device \"{path}/f\": file exists (EEXIST)", Message(() => Kernel.MkNodAt(fd, "f", S_IFCHR, DeviceNumber.Make(1, 3))));
        Assert.Equal($"removing \"{path}/x\": no such file or directory (ENOENT)", Message(() => Kernel.UnlinkAt(fd, "x")));
        Assert.Equal($"removing directory \"{path}/f\": not a directory (ENOTDIR)", Message(() => Kernel.RmDirAt(fd, "f")));
        Assert.Equal($"renaming \"{path}/x\" to \"{path}/y\": no such file or directory (ENOENT)", Message(() => Kernel.RenameAt(fd, "x", fd, "y")));
        Assert.Equal($"creating link \"{path}/f\" to \"t\": file exists (EEXIST)", Message(() => Kernel.SymlinkAt("t", fd, "f")));
        Assert.Equal($"reading link \"{path}/f\": invalid argument (EINVAL)", Message(() => Kernel.ReadLinkAt(fd, "f")));
        Assert.Equal($"looking at \"{path}/x\": no such file or directory (ENOENT)", Message(() => Kernel.Statx(fd, "x")));
        Assert.Equal("looking at the file system of \"/x/y\": no such file or directory (ENOENT)", Message(() => Kernel.StatFs("/x/y")));
        Assert.Equal($"changing the owner of \"{path}/x\": no such file or directory (ENOENT)", Message(() => Kernel.FChOwnAt(fd, "x", 0, 0, 0)));
    }

    [Fact]
    public void Fifo_is_made()
    {
        Kernel.MkFifoAt(AT_FDCWD, _directory["p"], OwnerOnly);

        Assert.Equal(S_IFIFO | OwnerOnly, Kernel.Stat(_directory["p"]).stx_mode);
    }

    [Fact]
    public void File_takes_the_place_of_another_unless_that_is_forbidden()
    {
        _directory.Write("a", "new");
        _directory.Write("b", "old");

        Assert.Equal(-Errno.EEXIST, Kernel.TryRenameAt(AT_FDCWD, _directory["a"], AT_FDCWD, _directory["b"], RENAME_NOREPLACE));
        Kernel.Rename(_directory["a"], _directory["b"]);

        Assert.Equal("new", File.ReadAllText(_directory["b"]));
        Assert.False(File.Exists(_directory["a"]));
    }

    [Fact]
    public void Link_is_made_and_read()
    {
        string target = new('t', 300);

        Kernel.SymlinkAt(target, AT_FDCWD, _directory["l"]);

        Assert.Equal(target, Kernel.ReadLink(_directory["l"]));
        Assert.Equal(-Errno.ENOENT, Kernel.TryReadLinkAt(AT_FDCWD, _directory["x"], out string? none));
        Assert.Null(none);
    }

    [Fact]
    public void Status_is_of_the_link_or_of_what_it_names()
    {
        File.CreateSymbolicLink(_directory["l"], _directory.Write("f", "12345"));
        using Descriptor file = Kernel.Open(_directory["f"], O_PATH);

        Assert.Equal(5u, Kernel.Stat(_directory["l"]).stx_size);
        Assert.Equal(S_IFLNK, Kernel.Statx(AT_FDCWD, _directory["l"], AT_SYMLINK_NOFOLLOW).stx_mode & S_IFMT);
        Assert.Equal(5u, Kernel.FStat(file.Number).stx_size);
        Assert.Equal(0, Kernel.TryStat(_directory["f"], out statx status));
        Assert.Equal(S_IFREG, status.stx_mode & S_IFMT);
        Assert.Equal(-Errno.ENOENT, Kernel.TryStat(_directory["x"], out _));
    }

    [Fact]
    public void Kind_of_a_file_system_is_told()
    {
        using Descriptor proc = Kernel.Open("/proc", O_PATH);

        Assert.Equal(PROC_SUPER_MAGIC, Kernel.StatFs("/proc").f_type);
        Assert.Equal(PROC_SUPER_MAGIC, Kernel.FStatFs(proc.Number).f_type);
        Assert.Equal(-Errno.ENOENT, Kernel.TryStatFs("/x/y", out _));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(500)]
    public void Every_name_of_a_directory_is_told_once(int count)
    {
        string[] names = [.. Enumerable.Range(0, count).Select(index => "ü" + new string('n', index % 100) + index)];
        foreach (string name in names)
        {
            _directory.Write(name, "");
        }
        using Descriptor directory = Kernel.Open(_directory.Path, O_RDONLY | O_DIRECTORY);

        List<string> told = [];
        foreach (DirectoryEntry entry in new DirectoryEntries(directory.Number, stackalloc byte[512]))
        {
            Assert.Equal(DT_REG, entry.Type);
            told.Add(entry.ToString());
        }

        Assert.Equal(names.Order(StringComparer.Ordinal), told.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Names_of_what_is_no_directory_are_refused()
    {
        using Descriptor file = Kernel.Open(_directory.Write("f", ""), O_RDONLY);

        string message = Message(() =>
        {
            foreach (DirectoryEntry entry in new DirectoryEntries(file.Number, stackalloc byte[512]))
            {
                Assert.Fail(entry.ToString());
            }
        });

        Assert.Equal($"reading directory \"{_directory["f"]}\": not a directory (ENOTDIR)", message);
    }

    private static string Message(Action action)
    {
        return Assert.Throws<KernelException>(action).Message;
    }
}
