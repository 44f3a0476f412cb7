using System.IO;
using Xunit;

namespace Runtime.Tests.BlackBox;

/// <summary>Standard streams that are the host's /dev/null.</summary>
public sealed class StandardStreamTests : ContainerTest
{
    [Fact]
    public void They_become_the_containers()
    {
        Config.Args("sh", "-c", "stat -L -c '%d %t:%T' /proc/self/fd/0 /dev/null | uniq | wc -l; readlink /proc/self/fd/0");

        Assert.Equal(new Outcome(0, "1\n/dev/null\n", ""), Run()); // standard input of every test is /dev/null
    }

    [Fact]
    public void Others_stay_as_they_are()
    {
        Config.Args("cat");
        WriteConfig();

        Assert.Equal(new Outcome(0, "input\n", ""), CallFromShell("echo input | \"$@\"", "run", "--bundle", Bundle, Id));
    }

    [Fact] // CVE-2026-88264, CVE-2026-88265
    public void A_link_in_the_place_of_the_device_is_not_followed_and_nothing_is_given_away()
    {
        UseDevOfTheImage();

        File.WriteAllText($"{Place}/secret", "secret\n");
        Assert.Equal(new Outcome(0, "", ""), HostProgram.Run(Place, "chmod", "600", $"{Place}/secret"));
        File.CreateSymbolicLink($"{Rootfs}/dev/null", $"{Place}/secret");
        Config.Set("process.user.uid", 1000);

        Outcome run = RunProgram("true");

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.StartsWith($"runtime: run \"{Id}\": making the device \"/dev/null\": ", run.Error, System.StringComparison.Ordinal);
        Assert.Equal(new Outcome(0, "0:0 600\n", ""), HostProgram.Run(Place, "stat", "-c", "%u:%g %a", $"{Place}/secret"));
        AssertNothingLeft();
    }

    [Fact]
    public void Another_device_in_the_place_of_null_is_refused()
    {
        UseDevOfTheImage();

        Assert.Equal(new Outcome(0, "", ""), HostProgram.Run(Place, "mknod", $"{Rootfs}/dev/null", "c", "1", "11"));

        Assert.Equal(Failure("run", "making the device \"/dev/null\": something else is there already: file exists (EEXIST)"), RunProgram("true"));
        AssertNothingLeft();
    }
}
