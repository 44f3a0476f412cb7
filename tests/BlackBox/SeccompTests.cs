using System.IO;
using System.Text.Json.Nodes;
using Xunit;

namespace Runtime.Tests.BlackBox;

/// <summary>Seccomp profiles at work.</summary>
public sealed class SeccompTests : ContainerTest
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_call_fails_as_the_profile_says(bool noNewPrivileges)
    {
        Config.Set("process.noNewPrivileges", noNewPrivileges);
        Config.Json(
            "linux.seccomp",
            """
            {"defaultAction":"SCMP_ACT_ALLOW","architectures":["SCMP_ARCH_X86_64"],
             "syscalls":[{"names":["mkdir","mkdirat"],"action":"SCMP_ACT_ERRNO"},{"names":["sethostname"],"action":"SCMP_ACT_ERRNO","errnoRet":28}]}
            """);

        Assert.Equal(
            new Outcome(0, "2\n", "mkdir: can't create directory '/x': Operation not permitted\nhostname: sethostname: No space left on device\n"),
            RunShell("mkdir /x; hostname x; awk '/^Seccomp:/ {print $2}' /proc/self/status"));
        Assert.False(Directory.Exists($"{Rootfs}/x"));
    }

    [Fact]
    public void A_call_can_be_the_last()
    {
        Config.Json("linux.seccomp", """{"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"names":["mkdir","mkdirat"],"action":"SCMP_ACT_KILL_PROCESS"}]}""");

        Assert.Equal(new Outcome(159, "", ""), RunShell("exec mkdir /x"));
        AssertNothingLeft();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void With_dockers_profile_a_container_lives(bool noNewPrivileges)
    {
        JsonNode docker = JsonNode.Parse(File.ReadAllText(RepositoryFiles.PathOf("tests/Golden/docker.json")))!;
        Config.Set("linux.seccomp", docker["linux"]!["seccomp"]!.DeepClone());
        Config.Set("process.noNewPrivileges", noNewPrivileges);

        Assert.Equal(
            new Outcome(0, "2\nok\n", "unshare: unshare(0x20000): Operation not permitted\n"),
            RunShell("awk '/^Seccomp:/ {print $2}' /proc/self/status; echo x | grep -q x && mkdir /x && touch /x/y && echo ok; unshare -m true; true"));
    }

    [Fact]
    public void The_profile_holds_for_further_processes()
    {
        Config.Json("linux.seccomp", """{"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"names":["mkdir","mkdirat"],"action":"SCMP_ACT_ERRNO","errnoRet":28}]}""");
        StartSleeping();

        Assert.Equal(new Outcome(1, "", "mkdir: can't create directory '/x': No space left on device\n"), ExecShell("mkdir /x"));
    }
}
