using System;
using System.IO;
using Xunit;

namespace Runtime.Tests.BlackBox;

/// <summary>Images whose links would lead the runtime out: none does, and the host is as before.</summary>
public sealed class HostileImageTests : ContainerTest
{
    [Theory]
    [InlineData("/")]
    [InlineData("../../..")]
    [InlineData("../../../../../../../../../..")]
    [InlineData("/proc/1/root")]
    public void A_destination_below_a_link_is_made_inside(string link)
    {
        string name = Mark + "made";
        File.CreateSymbolicLink($"{Rootfs}/a", link);
        Config.Mount($"/a/{name}/dir", "tmpfs", "tmpfs");

        Outcome run = RunShell($"awk '$5 ~ /{name}/ {{print $5}}' /proc/self/mountinfo");

        if (run.ExitCode == 0)
        {
            Assert.Equal(new Outcome(0, $"/{name}/dir\n", ""), run);
        }
        else
        {
            // In the image /proc/1/root is below the container's own proc, a magic link that is never followed.
            Assert.Equal(Failure("run", $"mounting tmpfs at \"/a/{name}/dir\": too many levels of symbolic links (ELOOP)"), run);
        }

        Assert.False(Directory.Exists($"/{name}"));
        Assert.False(Directory.Exists($"{Bundle}/{name}"));
        Assert.False(Directory.Exists($"{Place}/{name}"));
    }

    [Fact]
    public void A_file_below_a_link_is_made_inside()
    {
        string name = Mark + "file";
        File.CreateSymbolicLink($"{Rootfs}/a", "/");
        File.WriteAllText($"{Place}/source", "data\n");
        Config.Mount($"/a/{name}", "none", $"{Place}/source", "bind");

        Assert.Equal(new Outcome(0, "data\n", ""), RunShell($"cat /{name}"));
        Assert.True(File.Exists($"{Rootfs}/{name}"));
        Assert.False(File.Exists($"/{name}"));
    }

    [Fact]
    public void A_destination_that_is_a_link_is_followed_inside()
    {
        Directory.CreateDirectory($"{Rootfs}/real");
        File.CreateSymbolicLink($"{Rootfs}/link", "/real");
        Config.Mount("/link", "tmpfs", "tmpfs");

        Assert.Equal(new Outcome(0, "/real\n", ""), RunShell("awk '$5 ~ /real|link/ {print $5}' /proc/self/mountinfo"));
    }

    [Fact]
    public void A_dangling_link_in_the_place_of_a_destination_makes_nothing_outside()
    {
        string name = Mark + "target";
        File.CreateSymbolicLink($"{Rootfs}/link", $"{Place}/{name}");
        Config.Mount("/link", "tmpfs", "tmpfs");

        Outcome run = RunShell("true");

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.StartsWith($"runtime: run \"{Id}\": mounting tmpfs at \"/link\": ", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists($"{Place}/{name}"));
        AssertNothingLeft();
    }

    [Theory] // CVE-2019-19921, CVE-2023-27561, CVE-2023-28642
    [InlineData("proc", "/proc")]
    [InlineData("sysfs", "/sys")]
    public void Proc_and_sysfs_are_not_mounted_at_a_link(string type, string destination)
    {
        Directory.Delete(Rootfs + destination);
        Directory.CreateDirectory($"{Rootfs}/other");
        File.CreateSymbolicLink(Rootfs + destination, "/other");

        Assert.Equal(Failure("run", $"filesystem \"{type}\" must be mounted on ordinary directory, and \"{destination}\" is a link"), RunProgram("true"));
        AssertNothingLeft();
    }

    [Fact] // CVE-2025-52881
    public void A_sysctl_is_not_written_to_a_file_that_a_planted_proc_leads_to()
    {
        Config.Unmount("/proc");
        File.WriteAllText($"{Place}/secret", "secret\n");
        Directory.CreateDirectory($"{Rootfs}/proc/sys/kernel");
        File.CreateSymbolicLink($"{Rootfs}/proc/sys/kernel/msgmax", $"{Place}/secret");
        File.WriteAllText($"{Rootfs}/proc/sys/kernel/msgmnb", "planted\n");
        Config.Json("linux.sysctl", """{"kernel.msgmax":"1234","kernel.msgmnb":"5678"}""");

        Assert.Equal(new Outcome(0, "planted\n", ""), RunShell("cat /proc/sys/kernel/msgmnb"));
        Assert.Equal("secret\n", File.ReadAllText($"{Place}/secret"));
    }

    [Fact]
    public void A_device_below_a_link_is_made_inside()
    {
        string name = Mark + "node";
        File.CreateSymbolicLink($"{Rootfs}/a", "../../../..");
        Config.Json("linux.devices", $$"""[{"path":"/a/{{name}}","type":"p"}]""");

        Assert.Equal(new Outcome(0, "fifo\n", ""), RunShell($"stat -c %F /{name}"));
        Assert.False(File.Exists($"/{name}"));
    }

    [Fact]
    public void A_working_directory_below_a_link_is_made_inside()
    {
        string name = Mark + "cwd";
        File.CreateSymbolicLink($"{Rootfs}/a", "../../../..");
        Config.Set("process.cwd", $"/a/{name}");

        Assert.Equal(new Outcome(0, $"/{name}\n", ""), RunShell("pwd -P"));
        Assert.False(Directory.Exists($"/{name}"));
    }

    [Fact]
    public void A_rootfs_that_is_a_link_is_refused()
    {
        File.CreateSymbolicLink($"{Bundle}/link", Rootfs);
        Config.Set("root.path", "link");

        Assert.Equal(Failure("run", "config.json: root.path: invalid rootfs: not an absolute path, or a symlink"), RunProgram("true"));
        AssertNothingLeft();
    }
}
