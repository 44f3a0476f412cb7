using System.IO;
using Xunit;

namespace Runtime.Tests.BlackBox;

/// <summary>Where mounts may go, and where not.</summary>
public sealed class MountDestinationTests : ContainerTest
{
    [Theory]
    [InlineData("/")]
    [InlineData("..")]
    [InlineData("/data/../..")]
    public void A_link_to_the_root_itself_is_no_destination(string link)
    {
        Directory.CreateDirectory($"{Rootfs}/data");
        File.CreateSymbolicLink($"{Rootfs}/link", link);
        Config.Mount("/link", "tmpfs", "tmpfs", "mode=755");

        Assert.Equal(Failure("run", $"mountpoint \"/link\" is on the top of rootfs \"{Rootfs}\""), RunProgram("true"));
        AssertNothingLeft();
    }

    [Fact]
    public void The_root_by_another_name_is_no_destination()
    {
        Directory.CreateDirectory($"{Rootfs}/data");
        Config.Mount("/data/..", "none", Place, "bind");

        Assert.Equal(Failure("run", $"mountpoint \"/data/..\" is on the top of rootfs \"{Rootfs}\""), RunProgram("true"));
        AssertNothingLeft();
    }

    [Theory] // CVE-2019-16884, CVE-2019-19921
    [InlineData("/proc/self/attr")]
    [InlineData("/proc/sys/kernel/hostname")]
    [InlineData("/proc/1")]
    public void Nothing_is_mounted_inside_proc(string destination)
    {
        Config.Mount(destination, "tmpfs", "tmpfs");

        Assert.Equal(Failure("run", $"config.json: mounts[7].destination: \"{destination}\" cannot be mounted because it is inside /proc"), RunProgram("true"));
        AssertNothingLeft();
    }

    [Fact] // the image's own link, which the words of config.json do not show
    public void Nothing_is_mounted_inside_proc_by_way_of_a_link()
    {
        File.CreateSymbolicLink($"{Rootfs}/link", "/proc/sys");
        Config.Mount("/link/kernel", "tmpfs", "tmpfs");

        Assert.Equal(Failure("run", "\"/link/kernel\" cannot be mounted because it is inside /proc"), RunProgram("true"));
        AssertNothingLeft();
    }

    [Fact]
    public void A_mount_below_the_hosts_proc_at_another_place_is_allowed()
    {
        Config.Mount("/host/proc", "none", "/proc", "rbind");
        Config.Mount("/host/proc/sys", "tmpfs", "tmpfs");

        Assert.Equal(new Outcome(0, "0\n", ""), RunShell("ls /host/proc/sys | wc -l"));
    }

    [Theory] // what lxcfs makes, and what tells a program that cryptography is restricted
    [InlineData("cpuinfo")]
    [InlineData("diskstats")]
    [InlineData("loadavg")]
    [InlineData("meminfo")]
    [InlineData("slabinfo")]
    [InlineData("stat")]
    [InlineData("swaps")]
    [InlineData("uptime")]
    [InlineData("sys/kernel/ns_last_pid")]
    [InlineData("sys/crypto/fips_enabled")]
    public void A_few_files_are_mounted_inside_proc(string name)
    {
        Config.Strings("linux.readonlyPaths");
        File.WriteAllText($"{Place}/made", "made\n");
        Config.Mount($"/proc/{name}", "none", $"{Place}/made", "bind");

        Assert.Equal(File.Exists($"/proc/{name}") ? "made\n" : "", RunShell($"cat /proc/{name}").Output);
    }

    [Fact]
    public void Proc_is_covered_by_nothing_but_a_procfs()
    {
        Directory.CreateDirectory($"{Place}/fake");
        Config.Unmount("/proc");
        Config.Mount("/proc", "none", $"{Place}/fake", "bind");

        Assert.Equal(Failure("run", "\"/proc\" cannot be mounted because it is not of type proc"), RunProgram("true"));

        Config.Unmount("/proc");
        Config.Mount("/proc", "tmpfs", "tmpfs");

        Assert.Equal(Failure("run", "config.json: mounts[6].destination: \"/proc\" cannot be mounted because it is not of type proc"), RunProgram("true"));
        AssertNothingLeft();
    }

    [Fact]
    public void The_hosts_proc_may_be_bound_over_proc()
    {
        Config.Unmount("/proc");
        Config.Mount("/proc", "none", "/proc", "rbind");
        Config.Strings("linux.maskedPaths");
        Config.Strings("linux.readonlyPaths");

        Assert.Equal(new Outcome(0, "proc\n", ""), RunShell("stat -f -c %T /proc"));
    }

    [Fact]
    public void A_link_at_the_destination_is_covered_itself_if_asked_for()
    {
        File.WriteAllText($"{Place}/file", "mounted\n");
        File.WriteAllText($"{Rootfs}/target", "target\n");
        File.CreateSymbolicLink($"{Rootfs}/link", "target");
        Config.Mount("/link", "none", $"{Place}/file", "bind", "dest-nofollow");

        Assert.Equal(new Outcome(0, "mounted\ntarget\n", ""), RunShell("cat /link /target"));
    }

    [Fact]
    public void A_link_at_the_source_is_mounted_itself_if_asked_for()
    {
        File.CreateSymbolicLink($"{Place}/link", "target");
        File.WriteAllText($"{Place}/target", "of the host\n");
        File.WriteAllText($"{Rootfs}/target", "of the image\n");
        Config.Mount("/place", "none", $"{Place}/link", "bind", "src-nofollow");

        Assert.Equal(new Outcome(0, "of the image\n", ""), RunShell("cat /place"));
    }

    [Fact]
    public void A_link_at_the_source_is_made_again_if_asked_for()
    {
        File.CreateSymbolicLink($"{Place}/link", "target");
        Config.Mount("/deep/link", "none", $"{Place}/link", "bind", "copy-symlink");

        Assert.Equal(new Outcome(0, "target\n", ""), RunShell("readlink /deep/link"));
        Assert.Equal(new Outcome(0, "target\n", ""), RunShell("readlink /deep/link")); // a second start finds it there
    }

    [Fact]
    public void A_source_that_is_no_link_is_mounted_where_links_would_be_made_again()
    {
        File.WriteAllText($"{Place}/file", "data\n");
        Config.Mount("/place", "none", $"{Place}/file", "bind", "copy-symlink");

        Assert.Equal(new Outcome(0, "data\n", ""), RunShell("cat /place"));
    }

    [Fact]
    public void A_file_in_the_place_of_a_link_is_an_error()
    {
        File.CreateSymbolicLink($"{Place}/link", "target");
        File.WriteAllText($"{Rootfs}/link", "");
        Config.Mount("/link", "none", $"{Place}/link", "bind", "copy-symlink");

        Assert.Equal(Failure("run", "making the link \"/link\" to \"target\": file exists (EEXIST)"), RunProgram("true"));
        AssertNothingLeft();
    }

    [Fact]
    public void Relative_destinations_count_from_the_root()
    {
        Config.Mount("some/where", "tmpfs", "tmpfs");

        Assert.Equal(new Outcome(0, "/some/where\n", ""), RunShell("awk '$5 ~ /where/ {print $5}' /proc/self/mountinfo"));
    }

    [Fact]
    public void What_is_made_for_a_mount_has_the_usual_modes()
    {
        File.WriteAllText($"{Place}/file", "");
        Config.Mount("/new/directory", "none", Place, "bind");
        Config.Mount("/other/file", "none", $"{Place}/file", "bind");
        Assert.Equal(new Outcome(0, "", ""), RunShell("true"));

        Assert.Equal(
            new Outcome(0, "755 0:0\n755 0:0\n755 0:0\n644 0:0\n", ""),
            HostProgram.Run(Rootfs, "stat", "-c", "%a %u:%g", "new", "new/directory", "other", "other/file"));
    }
}
