using System.IO;
using Xunit;

namespace Runtime.Tests.BlackBox;

/// <summary>tmpcopyup: a tmpfs that begins with what the image has there.</summary>
public sealed class CopyUpTests : ContainerTest
{
    private readonly string _data;

    public CopyUpTests()
    {
        _data = $"{Rootfs}/data";
        Directory.CreateDirectory($"{_data}/below/deep");
        File.WriteAllText($"{_data}/file", "data\n");
        File.WriteAllText($"{_data}/below/deep/file", "deep\n");
        File.SetUnixFileMode($"{_data}/below", (UnixFileMode)0x1e8); // 0750
        File.CreateSymbolicLink($"{_data}/link", "/etc/passwd");
    }

    [Fact]
    public void All_kinds_of_files_are_copied_with_mode_and_owner()
    {
        Assert.Equal(
            new Outcome(0, "", ""),
            HostProgram.Run(_data, "sh", "-c", "mkfifo -m 0620 pipe && mknod -m 0640 null c 1 3 && chmod 4755 file && chown 3:4 file below && chown -h 5:6 link && chmod 4755 file"));
        Config.Mount("/data", "tmpfs", "tmpfs", "tmpcopyup");

        Assert.Equal(
            new Outcome(
                0,
                """
                below directory 750 3:4
                file regular file 4755 3:4
                link symbolic link 777 5:6
                null character special file 640 0:0
                pipe fifo 620 0:0
                data
                /etc/passwd
                tmpfs

                """,
                ""),
            RunShell("cd /data; stat -c '%n %F %a %u:%g' below file link null pipe; cat file; readlink link; stat -f -c %T ."));
    }

    [Fact]
    public void What_is_written_there_does_not_reach_the_image()
    {
        Config.Mount("/data", "tmpfs", "tmpfs", "tmpcopyup", "mode=0711");

        Assert.Equal(
            new Outcome(0, "deep\nmore\n711\n755 0:0\n644 0:0\n", ""),
            RunShell("cd /data; cat below/deep/file; echo more >file; cat file; stat -c %a .; stat -c '%a %u:%g' below/deep below/deep/file"));
        Assert.Equal("data\n", File.ReadAllText($"{_data}/file"));
    }

    [Fact]
    public void A_read_only_tmpfs_has_the_copy_too()
    {
        Config.Mount("/data", "tmpfs", "tmpfs", "tmpcopyup", "ro");

        Assert.Equal(new Outcome(0, "data\n", "touch: /data/x: Read-only file system\n"), RunShell("cat /data/file; touch /data/x; true"));
    }

    [Fact]
    public void An_earlier_mount_is_what_is_copied()
    {
        Directory.CreateDirectory($"{Place}/volume");
        File.WriteAllText($"{Place}/volume/file", "volume\n");
        Config.Mount("/data", "none", $"{Place}/volume", "bind");
        Config.Mount("/data", "tmpfs", "tmpfs", "tmpcopyup");

        Assert.Equal(new Outcome(0, "file volume\n", ""), RunShell("echo $(ls /data) $(cat /data/file)"));
    }

    [Fact]
    public void In_a_user_namespace_owners_are_those_of_the_container()
    {
        EnterUserNamespace();
        Assert.Equal(new Outcome(0, "", ""), HostProgram.Run(_data, "sh", "-c", "chown -R 100000:100000 . && chown 100033:100044 file && chmod 600 file && mkfifo pipe"));
        Config.Mount("/data", "tmpfs", "tmpfs", "tmpcopyup");

        Assert.Equal(
            new Outcome(0, "5\nfile 600 33:44\nbelow 750 0:0\nlink 777 0:0\npipe 644 0:0\n", ""),
            RunShell("cd /data; stat -c %s file; stat -c '%n %a %u:%g' file below link pipe"));
    }

    [Fact] // the runtime could read it, and the container must not get it that way
    public void A_file_that_is_not_the_containers_and_that_it_may_not_read_is_not_copied()
    {
        EnterUserNamespace();
        File.WriteAllText($"{_data}/file", "secret\n");
        File.SetUnixFileMode($"{_data}/file", UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.SetUnixFileMode($"{_data}/below", (UnixFileMode)0x1ed);
        Config.Mount("/data", "tmpfs", "tmpfs", "tmpcopyup");

        Assert.Equal(Failure("run", "copying what is at \"/data\" to the tmpfs there: copying \"file\": permission denied (EACCES)"), RunProgram("true"));
        AssertNothingLeft();
    }

    [Fact]
    public void A_copy_that_does_not_fit_is_an_error()
    {
        File.WriteAllText($"{_data}/large", new string('x', 1 << 20));
        Config.Mount("/data", "tmpfs", "tmpfs", "tmpcopyup", "size=64k");

        Assert.Equal(Failure("run", "copying what is at \"/data\" to the tmpfs there: copying \"large\": no space left on device (ENOSPC)"), RunProgram("true"));
        AssertNothingLeft();
    }

    private void EnterUserNamespace()
    {
        Config.Namespaces("pid", "mount", "ipc", "uts", "network", "user");
        Config.Map(100_000, 65_536);
        File.SetUnixFileMode(Rootfs, (UnixFileMode)0x1ff);
    }
}
