using System.IO;
using Xunit;

namespace Runtime.Tests.BlackBox;

/// <summary>--no-pivot: the root is moved, and the host's tree stays below it.</summary>
public sealed class NoPivotTests : ContainerTest
{
    [Fact]
    public void The_container_runs_in_its_own_root()
    {
        File.WriteAllText($"{Rootfs}/mine", "mine\n");
        Config.Args("sh", "-c", "cat /mine; ls /; touch /made; pwd");
        string[] names = ["bin", "dev", "etc", "mine", "proc", "sys", "tmp"];

        Assert.Equal(new Outcome(0, $"mine\n{string.Join('\n', names)}\n/\n", ""), Run("--no-pivot"));
        Assert.True(File.Exists($"{Rootfs}/made"));
    }

    [Fact]
    public void Exec_enters_the_same_root()
    {
        File.WriteAllText($"{Rootfs}/mine", "mine\n");
        Config.Args("sleep", "600");
        Create("--no-pivot");
        Assert.Equal(new Outcome(0, "", ""), Call("start", Id));

        Assert.Equal(new Outcome(0, "mine\n", ""), ExecShell("cat /mine"));
    }

    [Fact] // no procfs or sysfs of the host may stay below, without masks; each that the mount table has is unmounted
    public void The_hosts_proc_and_sys_are_taken_away()
    {
        Config.Args("true");
        WriteConfig();
        string plan = Call("plan", "--no-pivot", Bundle).Output;

        foreach (string line in File.ReadAllLines("/proc/self/mountinfo"))
        {
            if (line.Contains(" - proc ", System.StringComparison.Ordinal) || line.Contains(" - sysfs ", System.StringComparison.Ordinal))
            {
                Assert.Contains($"umount2(\"{line.Split(' ')[4]}\", MNT_DETACH)", plan, System.StringComparison.Ordinal);
            }
        }

        Assert.Contains("umount2(\"/proc\", MNT_DETACH)", plan, System.StringComparison.Ordinal);
        Assert.DoesNotContain("pivot_root", plan, System.StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("shared")]
    [InlineData("rslave")]
    [InlineData("rprivate")]
    public void The_hosts_mounts_stay(string propagation)
    {
        Config.Set("linux.rootfsPropagation", propagation);
        Config.Args("true");
        WriteConfig();

        // A host of its own, whose mounts are all shared: what the container unmounts would be unmounted here.
        const string Script = """
            exec unshare --mount sh -c 'mount --make-rshared / && before=$(wc -l < /proc/self/mountinfo) && "$@" && [ "$(wc -l < /proc/self/mountinfo)" = "$before" ] && echo kept' sh "$@"
            """;
        Assert.Equal(new Outcome(0, "kept\n", ""), CallFromShell(Script, "run", "--no-pivot", "--bundle", Bundle, Id));
    }

    [Fact]
    public void A_read_only_root_and_masks_are_as_ever()
    {
        Config.Set("root.readonly", true);
        Config.Args("sh", "-c", "touch /x; cat /proc/keys | wc -c");

        Assert.Equal(new Outcome(0, "0\n", "touch: /x: Read-only file system\n"), Run("--no-pivot"));
    }
}
