using System;
using System.IO;
using Xunit;

namespace Runtime.Tests.BlackBox;

/// <summary>The container's root and what is mounted in it.</summary>
public sealed class RootFileSystemTests : ContainerTest
{
    // mount point, flags, file system and, without what the host decides, its options
    private const string Mounts = "awk '{print $5, $6, $(NF-2)}' /proc/self/mountinfo";

    [Fact]
    public void The_mounts_of_the_example_are_there_in_order()
    {
        Outcome run = RunShell(Mounts + " | grep -v ' /sys/fs/cgroup/\\|^/sys/fs/cgroup/'");

        string cgroups = Directory.Exists("/sys/fs/cgroup/devices") ? "tmpfs" : "cgroup2";

        Assert.Equal(
            $"""
            / rw,relatime ext4
            /proc rw,relatime proc
            /dev rw,nosuid tmpfs
            /dev/pts rw,nosuid,noexec,relatime devpts
            /dev/shm rw,nosuid,nodev,noexec,relatime tmpfs
            /dev/mqueue rw,nosuid,nodev,noexec,relatime mqueue
            /sys ro,nosuid,nodev,noexec,relatime sysfs
            /sys/fs/cgroup ro,nosuid,nodev,noexec,relatime {cgroups}

            """,
            run.Output[..run.Output.IndexOf("/proc/bus", StringComparison.Ordinal)].Replace($"/ rw,relatime {HostType()}", "/ rw,relatime ext4", StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_of_the_host_is_left_in_the_mount_table()
    {
        Assert.Equal(new Outcome(0, "1\n", ""), RunShell($"awk '$4 ~ /bundle/ || $5 ~ /bundle/' /proc/self/mountinfo | wc -l"));
    }

    [Fact]
    public void Every_mount_is_a_slave_of_the_hosts_or_private()
    {
        Assert.Equal(new Outcome(0, "0\n", ""), RunShell("grep -c shared: /proc/self/mountinfo; true"));
    }

    [Theory]
    [InlineData("shared", "shared")]
    [InlineData("slave", "-")]
    [InlineData("private", "-")]
    [InlineData("unbindable", "unbindable")]
    [InlineData("rshared", "shared")]
    [InlineData("rslave", "-")]
    [InlineData("rprivate", "-")]
    [InlineData("runbindable", "unbindable")]
    public void Propagation_of_the_root_is_as_asked_for(string propagation, string shown)
    {
        Config.Set("linux.rootfsPropagation", propagation);
        Assert.Equal(new Outcome(0, shown + "\n", ""), RunShell("awk '$5 == \"/\" {split($7, a, \":\"); print a[1]}' /proc/self/mountinfo"));
    }

    [Fact]
    public void What_the_host_mounts_below_the_root_directory_later_stays_outside()
    {
        Config.Args("awk", "$5 == \"/\" {split($7, a, \":\"); print a[1]}", "/proc/self/mountinfo");
        WriteConfig();

        // As under systemd, which shares every mount.
        HostProgram run = StartHost("unshare", "--mount", "--propagation", "shared", PublishedRuntime.Path, "--root", StateRoot, "run", "--bundle", Bundle, Id);

        Assert.Equal(new Outcome(0, "-\n", ""), run.Wait());
    }

    [Fact]
    public void A_read_only_root_cannot_be_written_but_what_is_mounted_in_it_can()
    {
        Config.Set("root.readonly", true);
        Config.Mount("/new/place", "tmpfs", "tmpfs"); // made before the root becomes read-only

        Assert.Equal(
            new Outcome(0, "yes\n", "touch: /x: Read-only file system\n"),
            RunShell("touch /x; touch /new/place/x /dev/shm/x && echo yes"));
    }

    [Fact]
    public void A_directory_is_bound_and_its_place_made()
    {
        Directory.CreateDirectory($"{Place}/data");
        File.WriteAllText($"{Place}/data/file", "data\n");
        Config.Mount("/deep/down/data", "none", $"{Place}/data", "bind");

        Assert.Equal(new Outcome(0, "data\n755\n", ""), RunShell("cat /deep/down/data/file; stat -c %a /deep/down; echo more >/deep/down/data/more"));
        Assert.Equal("more\n", File.ReadAllText($"{Place}/data/more"));
    }

    [Fact]
    public void A_file_is_bound_and_its_place_made()
    {
        File.WriteAllText($"{Place}/file", "data\n");
        Config.Mount("/deep/down/file", "none", $"{Place}/file", "bind", "ro");

        Assert.Equal(
            new Outcome(0, "data\n", "sh: can't create /deep/down/file: Read-only file system\n"),
            RunShell("cat /deep/down/file; { echo x >/deep/down/file; }; true"));
    }

    [Fact]
    public void A_relative_source_starts_at_the_bundle()
    {
        Directory.CreateDirectory($"{Bundle}/data");
        File.WriteAllText($"{Bundle}/data/file", "data\n");
        Config.Mount("/data", "none", "data", "bind");

        Assert.Equal(new Outcome(0, "data\n", ""), RunShell("cat /data/file"));
    }

    [Fact]
    public void Flags_of_a_bind_mount_count()
    {
        Directory.CreateDirectory($"{Place}/data");
        Config.Mount("/data", "none", $"{Place}/data", "bind", "nosuid", "nodev", "noexec", "ro", "noatime");

        Assert.Equal(new Outcome(0, "ro,nosuid,nodev,noexec,noatime\n", ""), RunShell("awk '$5 == \"/data\" {print $6}' /proc/self/mountinfo"));
    }

    [Theory]
    [InlineData("bind", "0\n")]
    [InlineData("rbind", "1\n")]
    public void Only_a_recursive_bind_brings_what_is_mounted_below(string option, string mounts)
    {
        Directory.CreateDirectory($"{Place}/data/below");
        Config.Mount("/data", "none", $"{Place}/data", option);
        Config.Args("sh", "-c", "grep -c ' /data/below ' /proc/self/mountinfo; true");
        WriteConfig();

        Outcome run = StartHost("unshare", "-m", "sh", "-c", $"mount -t tmpfs tmpfs {Place}/data/below && exec \"$@\"", "sh", PublishedRuntime.Path, "--root", StateRoot, "run", "--bundle", Bundle, Id).Wait();

        Assert.Equal(new Outcome(0, mounts, ""), run);
    }

    [Fact]
    public void A_missing_source_is_an_error_that_names_it()
    {
        Config.Mount("/data", "none", $"{Place}/nothing", "bind");

        Assert.Equal(Failure("run", $"mounting \"{Place}/nothing\" at \"/data\": no such file or directory (ENOENT)"), RunProgram("true"));
        AssertNothingLeft();
    }

    [Fact]
    public void Options_the_kernel_does_not_know_are_an_error_that_names_the_mount()
    {
        Config.Mount("/data", "tmpfs", "tmpfs", "unheard-of=1");

        Assert.Equal(Failure("run", "mounting tmpfs at \"/data\": invalid argument (EINVAL)"), RunProgram("true"));
        AssertNothingLeft();
    }

    [Fact]
    public void A_tmpfs_takes_the_mode_of_the_directory_it_covers()
    {
        Directory.CreateDirectory($"{Rootfs}/data");
        File.SetUnixFileMode($"{Rootfs}/data", (UnixFileMode)0x1e8); // 0750
        Config.Mount("/data", "tmpfs", "tmpfs");
        Config.Mount("/fresh", "tmpfs", "tmpfs");
        Config.Mount("/set", "tmpfs", "tmpfs", "mode=0700", "size=64k");

        Assert.Equal(
            new Outcome(0, "750 0\n1777 0\n700 0\nrw,size=64k,mode=700\n", ""),
            RunShell("stat -c '%a %u' /data /fresh /set; awk '$5 == \"/set\" {print $NF}' /proc/self/mountinfo"));
    }

    [Fact]
    public void Later_mounts_cover_earlier_ones()
    {
        Config.Mount("/a", "tmpfs", "first");
        Config.Mount("/a/b", "tmpfs", "second");
        Config.Mount("/a", "tmpfs", "third");

        Assert.Equal(new Outcome(0, "first second third\n", ""), RunShell("ls /a; echo $(awk '$5 ~ \"^/a\" {print $(NF-1)}' /proc/self/mountinfo)"));
    }

    [Fact]
    public void A_read_only_tmpfs_is_read_only_only_when_all_is_mounted_in_it()
    {
        Config.Mount("/a", "tmpfs", "tmpfs", "ro");
        Config.Mount("/a/b", "tmpfs", "tmpfs");

        Assert.Equal(new Outcome(0, "yes\n", "touch: /a/x: Read-only file system\n"), RunShell("touch /a/x; touch /a/b/x && echo yes"));
    }

    [Theory]
    [InlineData("shared")]
    [InlineData("rshared")]
    [InlineData("slave")]
    [InlineData("private")]
    [InlineData("unbindable")]
    public void The_hosts_mounts_stay_when_the_container_takes_its_root_away(string propagation)
    {
        Config.Set("linux.rootfsPropagation", propagation);
        Config.Args("true");
        WriteConfig();

        // A host of its own, whose mounts are all shared: what the container unmounts below would be unmounted here.
        const string Script = """
            exec unshare --mount sh -c 'mount --make-rshared / && mount -t tmpfs kept /mnt && before=$(wc -l < /proc/self/mountinfo) && "$@" && [ "$(wc -l < /proc/self/mountinfo)" = "$before" ] && echo kept' sh "$@"
            """;
        Assert.Equal(new Outcome(0, "kept\n", ""), CallFromShell(Script, "run", "--bundle", Bundle, Id));
    }

    [Fact]
    public void Nothing_is_mounted_over_the_root_itself()
    {
        Config.Mount("/", "tmpfs", "tmpfs");

        Assert.Equal(Failure("run", $"config.json: mounts[7].destination: mountpoint \"/\" is on the top of rootfs \"{Rootfs}\""), RunProgram("true"));
        AssertNothingLeft();
    }

    [Fact]
    public void The_container_sees_its_own_cgroups_and_cannot_change_them()
    {
        (string own, string type) = Directory.Exists("/sys/fs/cgroup/devices") ? ("/sys/fs/cgroup/devices", "cgroup") : ("/sys/fs/cgroup", "cgroup2");

        Assert.Equal(
            new Outcome(0, $"1\n{type}\n", $"mkdir: can't create directory '{own}/x': Read-only file system\n"),
            RunShell($"grep -c ^1$ {own}/cgroup.procs; awk '$5 == \"{own}\" {{print $(NF-2)}}' /proc/self/mountinfo; mkdir {own}/x; true"));
    }

    private string HostType() => HostProgram.Run(Place, "findmnt", "-n", "-o", "FSTYPE", "--target", Rootfs).Output.Trim();
}
