using Xunit;

namespace Runtime.Tests.BlackBox;

/// <summary>The same with cgroup v2 alone, which a private mount namespace shows: containers are born in their cgroup.</summary>
public sealed class UnifiedCgroupTests : ContainerTest
{
    [Fact]
    public void A_container_is_born_in_its_cgroup()
    {
        Config.Set("linux.cgroupsPath", $"/{Id}");
        WithoutCgroupNamespace();
        Config.Args("sh", "-c", "grep ^0: /proc/self/cgroup; exit 3");
        WriteConfig();

        Assert.Equal(new Outcome(3, $"0::/{Id}\n", ""), OnUnified("exec \"$@\" run --bundle $B $I"));
        AssertNothingLeft();
    }

    [Fact]
    public void Where_clone3_is_refused_it_joins_its_cgroup_before_it_does_anything()
    {
        Config.Set("linux.cgroupsPath", $"/{Id}");
        WithoutCgroupNamespace();
        Config.Args("sh", "-c", "grep ^0: /proc/self/cgroup; exit 3");
        WriteConfig();

        Assert.Equal(new Outcome(3, $"0::/{Id}\n", ""), Clone3Refusal.Around(() => OnUnified("exec \"$@\" run --bundle $B $I")));
        AssertNothingLeft();
    }

    [Fact]
    public void With_a_cgroup_namespace_it_is_the_root_of_what_the_container_sees()
    {
        Config.Set("linux.cgroupsPath", $"/{Id}");
        Config.Namespaces("pid", "mount", "ipc", "uts", "network", "cgroup");
        Config.Args("sh", "-c", "grep ^0: /proc/self/cgroup; cat /sys/fs/cgroup/cgroup.procs | head -n 1");
        WriteConfig();

        Assert.Equal(new Outcome(0, "0::/\n1\n", ""), OnUnified("exec \"$@\" run --bundle $B $I"));
        AssertNothingLeft();
    }

    [Fact]
    public void A_whole_life()
    {
        Config.Set("linux.cgroupsPath", $"/{Id}");
        WithoutCgroupNamespace();
        Config.Args("sleep", "600");
        WriteConfig();

        Outcome life = OnUnified(
            """
            set -e
            "$@" create --bundle $B $I
            cat /sys/fs/cgroup/$I/cgroup.procs | wc -l
            "$@" start $I
            "$@" exec $I grep ^0: /proc/self/cgroup
            "$@" pause $I
            grep frozen /sys/fs/cgroup/$I/cgroup.events
            "$@" resume $I
            "$@" kill $I KILL
            while "$@" state $I | grep -q running; do sleep 0.05; done
            "$@" delete $I
            ls -d /sys/fs/cgroup/$I 2>/dev/null || echo gone
            """);

        Assert.Equal(new Outcome(0, $"1\n0::/{Id}\nfrozen 1\ngone\n", ""), life);
        AssertNothingLeft();
    }

    [Theory]
    [InlineData("user")]
    [InlineData("time")]
    public void A_container_that_needs_a_second_clone_is_born_there_too(string type)
    {
        Config.Set("linux.cgroupsPath", $"/{Id}");
        Config.Namespaces("pid", "mount", "ipc", "uts", "network", type);
        if (type == "user")
        {
            Config.Map(0, 1000);
        }

        Config.Args("sh", "-c", "grep ^0: /proc/self/cgroup; echo $$");
        WriteConfig();

        Assert.Equal(new Outcome(0, $"0::/{Id}\n1\n", ""), OnUnified("exec \"$@\" run --bundle $B $I"));
        AssertNothingLeft();
    }

    [Fact]
    public void A_device_that_is_not_allowed_cannot_be_opened()
    {
        Config.Set("linux.cgroupsPath", $"/{Id}");
        Config.Strings("process.capabilities.bounding", "CAP_MKNOD");
        Config.Strings("process.capabilities.permitted", "CAP_MKNOD");
        Config.Strings("process.capabilities.effective", "CAP_MKNOD");
        Config.Args("sh", "-c", "mknod /kmsg c 1 11 && echo made; cat /kmsg; echo x >/dev/null; true");
        WriteConfig();

        Assert.Equal(new Outcome(0, "made\n", "cat: can't open '/kmsg': Operation not permitted\n"), OnUnified("exec \"$@\" run --bundle $B $I"));
        AssertNothingLeft();
    }

    [Fact]
    public void Without_a_pid_namespace_nothing_outlives_the_first_process()
    {
        Config.Set("linux.cgroupsPath", $"/{Id}");
        Config.Namespaces("mount", "ipc", "uts", "network");
        Config.Args("sh", "-c", "sleep 600 & sleep 600 & exit 3");
        WriteConfig();

        Assert.Equal(new Outcome(3, "", ""), OnUnified("exec \"$@\" run --bundle $B $I"));
        AssertNothingLeft();
    }

    // The mount is in a mount namespace of its own and goes with it; the hierarchy is the machine's, of which the test uses a part with its own name.
    private Outcome OnUnified(string script)
    {
        string all = $"B={Bundle}; I={Id}; mount -t cgroup2 cgroup2 /sys/fs/cgroup || exit 99\n{script}";
        return StartHost("unshare", "-m", "sh", "-c", all, "sh", PublishedRuntime.Path, "--root", StateRoot).Wait();
    }
}
