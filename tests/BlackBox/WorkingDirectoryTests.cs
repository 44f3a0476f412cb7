using System.IO;
using Xunit;

namespace Runtime.Tests.BlackBox;

/// <summary>cwd: made where it is missing, entered as whoever may, and always inside.</summary>
public sealed class WorkingDirectoryTests : ContainerTest
{
    [Fact]
    public void A_missing_one_is_made()
    {
        Config.Set("process.cwd", "/a/b/c");

        Assert.Equal(new Outcome(0, "/a/b/c\ndrwxr-xr-x    2 0        0    \ndrwxr-xr-x    3 0        0    \n", ""), RunShell("pwd; for d in . ..; do ls -dln $d | cut -c 1-30; done"));
    }

    [Fact]
    public void A_link_is_resolved_inside_the_image()
    {
        File.CreateSymbolicLink($"{Rootfs}/out", "../../../../etc");
        Config.Set("process.cwd", "/out");

        Assert.Equal(new Outcome(0, "/etc\n", ""), RunShell("pwd -P"));
    }

    [Theory] // CVE-2024-21626: a descriptor of the host's tree that stayed open would be a way out
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(20)]
    [InlineData(40)]
    public void A_descriptor_of_init_leads_nowhere(int number)
    {
        Config.Set("process.cwd", $"/proc/self/fd/{number}");

        Outcome run = RunShell("pwd; ls /; cat /etc/hostname");

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.StartsWith($"runtime: run \"{Id}\": ", run.Error, System.StringComparison.Ordinal);
        Assert.Contains($"working directory \"/proc/self/fd/{number}\": ", run.Error, System.StringComparison.Ordinal);
        AssertNothingLeft();
    }

    [Fact]
    public void A_descriptor_that_the_caller_left_open_leads_nowhere()
    {
        Config.Args("pwd");
        Config.Set("process.cwd", "/proc/self/fd/9");
        WriteConfig();

        Outcome run = CallFromShell("exec 9</; exec \"$@\"", "run", "--bundle", Bundle, Id);

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains("working directory \"/proc/self/fd/9\": ", run.Error, System.StringComparison.Ordinal);
        AssertNothingLeft();
    }

    [Fact]
    public void A_passed_descriptor_of_the_host_is_recognized_as_outside()
    {
        Config.Args("pwd");
        Config.Set("process.cwd", "/proc/self/fd/3");
        WriteConfig();

        Outcome run = CallFromShell("exec 3</; exec \"$@\"", "run", "--preserve-fds", "1", "--bundle", Bundle, Id);

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains("working directory \"/proc/self/fd/3\": ", run.Error, System.StringComparison.Ordinal);
        AssertNothingLeft();
    }

    [Fact]
    public void A_link_to_a_descriptor_is_no_way_out_either()
    {
        File.CreateSymbolicLink($"{Rootfs}/out", "/proc/self/fd/9");
        Config.Args("pwd");
        Config.Set("process.cwd", "/out");
        WriteConfig();

        Outcome run = CallFromShell("exec 9</; exec \"$@\"", "run", "--bundle", Bundle, Id);

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains("working directory \"/out\": ", run.Error, System.StringComparison.Ordinal);
        AssertNothingLeft();
    }

    [Fact]
    public void One_that_the_user_may_not_enter_is_entered_as_root()
    {
        Directory.CreateDirectory($"{Rootfs}/secret");
        File.SetUnixFileMode($"{Rootfs}/secret", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Config.Set("process.user.uid", 1000);
        Config.Set("process.cwd", "/secret");

        Assert.Equal(new Outcome(0, "/secret\n", ""), RunProgram("pwd"));
    }

    [Fact]
    public void A_file_is_refused()
    {
        File.WriteAllText($"{Rootfs}/file", "");
        Config.Set("process.cwd", "/file");

        Assert.Equal(Failure("run", "making the working directory \"/file\": not a directory (ENOTDIR)"), RunProgram("pwd"));
        AssertNothingLeft();
    }
}
