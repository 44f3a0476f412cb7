using System;
using Runtime.Syscalls;
using Xunit;
using static Runtime.Syscalls.Flags;

namespace Runtime.Tests.Syscalls;

/// <summary>Mounts that stay detached, and refusals: nothing here changes the mounts of this machine.</summary>
public sealed class KernelMountsTests
{
    [Theory]
    [InlineData("tmpfs", "tmpfs", 0, "mounting tmpfs at \"/x/y\"")]
    [InlineData("/etc", null, MS_BIND | MS_REC, "binding \"/etc\" to \"/x/y\"")]
    [InlineData(null, null, MS_BIND | MS_REMOUNT | MS_RDONLY, "remounting \"/x/y\"")]
    [InlineData("/etc", null, MS_MOVE, "moving the mount of \"/etc\" to \"/x/y\"")]
    [InlineData(null, null, MS_PRIVATE | MS_REC, "changing the propagation of \"/x/y\"")]
    public void Failure_to_mount_says_what_was_tried(string? source, string? type, ulong flags, string doing)
    {
        AsRoot();

        Assert.Equal(doing + ": no such file or directory (ENOENT)", Message(() => Kernel.Mount(source, "/x/y", type, flags, null)));
    }

    [Fact]
    public void Failures_name_their_operands()
    {
        AsRoot();

        Assert.Equal("unmounting \"/x/y\": no such file or directory (ENOENT)", Message(() => Kernel.Umount2("/x/y", MNT_DETACH)));
        Assert.Equal("copying the mount of \"/x/y\": no such file or directory (ENOENT)", Message(() => Kernel.OpenTree(AT_FDCWD, "/x/y", OPEN_TREE_CLONE)));
        Assert.Equal("opening the mount of \"/x/y\": no such file or directory (ENOENT)", Message(() => Kernel.OpenTree(AT_FDCWD, "/x/y", 0)));
        Assert.Equal("moving a mount to \"/x/z\": no such file or directory (ENOENT)", Message(() => Kernel.MoveMount(AT_FDCWD, "/x/y", AT_FDCWD, "/x/z", 0)));
        Assert.Equal(
            "changing the mount of \"/x/y\": no such file or directory (ENOENT)",
            Message(() => Kernel.MountSetAttr(AT_FDCWD, "/x/y", 0, new mount_attr { attr_set = MOUNT_ATTR_RDONLY })));
        Assert.Equal("preparing a file system \"nosuchfs\": no such device (ENODEV)", Message(() => Kernel.FsOpen("nosuchfs")));
    }

    [Fact]
    public void File_system_says_itself_what_it_does_not_like()
    {
        AsRoot();
        using Descriptor context = Kernel.FsOpen("tmpfs");

        string message = Message(() => Kernel.FsConfigString(context.Number, "size", "x"));

        Assert.Equal("setting the option \"size=x\" of a file system: invalid argument (EINVAL); tmpfs: Bad value for 'size'", message);
    }

    [Fact]
    public void Detached_file_system_is_made_and_used()
    {
        AsRoot();
        using Descriptor context = Kernel.FsOpen("tmpfs");
        Kernel.FsConfigString(context.Number, "size", "65536");
        Kernel.FsConfigString(context.Number, "mode", "0711");
        Kernel.FsConfigCreate(context.Number);
        using Descriptor mount = Kernel.FsMount(context.Number, MOUNT_ATTR_NOSUID);

        statfs status = Kernel.FStatFs(mount.Number);
        Kernel.MountSetAttr(mount.Number, "", AT_EMPTY_PATH, new mount_attr { attr_set = MOUNT_ATTR_RDONLY });

        Assert.Equal(TMPFS_MAGIC, status.f_type);
        Assert.Equal(65536, status.f_blocks * status.f_bsize);
        Assert.Equal(ST_NOSUID, (ulong)status.f_flags & (ST_NOSUID | ST_NODEV | ST_RDONLY));
        Assert.Equal(S_IFDIR | 0x1c9, Kernel.FStat(mount.Number).stx_mode);
        Assert.Equal(-Errno.EROFS, Kernel.TryMkDirAt(mount.Number, "d", 0x1c0));
    }

    [Fact]
    public void Copied_mount_shows_what_the_first_shows()
    {
        AsRoot();
        using TemporaryDirectory directory = new();
        directory.Write("f", "here");

        using Descriptor copy = Kernel.OpenTree(AT_FDCWD, directory.Path, OPEN_TREE_CLONE);

        Assert.Equal("here", Kernel.ReadText(copy.Number, "f"));
    }

    private static void AsRoot()
    {
        Assert.SkipUnless(Kernel.GetEuid() == 0, "needs CAP_SYS_ADMIN");
    }

    private static string Message(Action action)
    {
        return Assert.Throws<KernelException>(action).Message;
    }
}
