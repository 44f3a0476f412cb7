using System.IO;
using Xunit;

namespace Runtime.Tests.BlackBox;

/// <summary>Who the process is and what it may do.</summary>
public sealed class RightsTests : ContainerTest
{
    private const string Sets = "grep ^Cap /proc/self/status | cut -f 2";
    private const string None = "0000000000000000";

    [Fact]
    public void User_groups_and_umask_are_those_asked_for()
    {
        Config.Json("process.user", """{"uid":1000,"gid":1001,"additionalGids":[5,6],"umask":63}""");

        Assert.Equal(new Outcome(0, "1000\n1001 5 6\n0077\n", ""), RunShell("id -u; id -G; umask"));
    }

    [Fact]
    public void No_group_of_the_caller_stays_and_the_umask_is_022()
    {
        Config.Args("sh", "-c", "id -G; grep Groups /proc/self/status; umask");
        WriteConfig();

        Assert.Equal(
            new Outcome(0, "0\nGroups:\t \n0022\n", ""),
            CallFromShell("umask 0; exec setpriv --groups 4,5 \"$@\"", "run", "--bundle", Bundle, Id));
    }

    [Fact]
    public void The_groups_of_the_caller_stay_if_an_annotation_says_so()
    {
        Config.Json("annotations", """{"run.oci.keep_original_groups":"1"}""");
        Config.Args("sh", "-c", "grep Groups /proc/self/status");
        WriteConfig();

        Assert.Equal(new Outcome(0, "Groups:\t4 5 \n", ""), CallFromShell("exec setpriv --groups 4,5 \"$@\"", "run", "--bundle", Bundle, Id));

        StartSleeping();
        Assert.Equal(
            new Outcome(0, "Groups:\t6 7 \n", ""),
            CallFromShell("exec setpriv --groups 6,7 \"$@\"", "exec", Id, "grep", "Groups", "/proc/self/status"));
    }

    [Fact]
    public void Limits_are_set()
    {
        Config.Json("process.rlimits", """[{"type":"RLIMIT_NOFILE","soft":100,"hard":200},{"type":"RLIMIT_CORE","soft":0,"hard":1024},{"type":"RLIMIT_STACK","soft":4194304,"hard":8388608}]""");

        Assert.Equal(
            new Outcome(0, "100 200 files\n0 1024 bytes\n4194304 8388608 bytes\n", ""),
            RunShell("awk '/open files/ {print $4, $5, $6} /core file/ {print $5, $6, $7} /stack/ {print $4, $5, $6}' /proc/self/limits | sort -k 3r -k 1n | awk '/files/; !/files/ {a[n++] = $0} END {for (i = 0; i < n; i++) print a[i]}'"));
    }

    [Fact]
    public void Limits_that_are_not_asked_for_are_the_callers()
    {
        Config.Remove("process.rlimits");
        Config.Args("sh", "-c", "ulimit -Sn; ulimit -Hn; ulimit -c");
        WriteConfig();

        Assert.Equal(new Outcome(0, "123\n456\n0\n", ""), CallFromShell("ulimit -n 456; ulimit -Sn 123; ulimit -c 0; exec \"$@\"", "run", "--bundle", Bundle, Id));
    }

    [Fact]
    public void Five_sets_of_capabilities_are_exactly_those_asked_for()
    {
        Config.Json(
            "process.capabilities",
            """{"bounding":["CAP_CHOWN","CAP_KILL","CAP_NET_RAW"],"permitted":["CAP_CHOWN","CAP_KILL"],"effective":["CAP_CHOWN"],"inheritable":["CAP_KILL"],"ambient":["CAP_KILL"]}""");

        // A shell would show its own: execve gives root what is bounding (capabilities(7)), so the first program looks itself.
        Config.Set("process.user.uid", 1000);

        Assert.Equal(new Outcome(0, "CapInh:\t0000000000000020\nCapPrm:\t0000000000000020\nCapEff:\t0000000000000020\nCapBnd:\t0000000000002021\nCapAmb:\t0000000000000020\n", ""), RunProgram("grep", "^Cap", "/proc/self/status"));
    }

    [Fact]
    public void Root_has_what_is_bounding()
    {
        Config.Json("process.capabilities", """{"bounding":["CAP_CHOWN","CAP_KILL"],"permitted":["CAP_CHOWN","CAP_KILL"],"effective":["CAP_CHOWN","CAP_KILL"]}""");

        Assert.Equal(new Outcome(0, $"{None}\n0000000000000021\n0000000000000021\n0000000000000021\n{None}\n", ""), RunShell(Sets));
    }

    [Fact]
    public void Without_a_capabilities_object_none_is_kept()
    {
        Config.Remove("process.capabilities");

        Assert.Equal(new Outcome(0, $"{None}\n{None}\n{None}\n{None}\n{None}\n", ""), RunShell(Sets));
    }

    [Fact]
    public void Another_user_has_no_capability_but_the_ambient_ones()
    {
        Config.Set("process.user.uid", 1000);

        Assert.Equal(new Outcome(0, $"{None}\n{None}\n{None}\n0000000020000420\n{None}\n", ""), RunShell(Sets));
    }

    [Fact] // the specification wants a warning and no error
    public void An_unknown_capability_is_passed_over()
    {
        Config.Json("process.capabilities", """{"bounding":["CAP_KILL","CAP_UNHEARD_OF"],"permitted":["CAP_KILL","CAP_UNHEARD_OF"],"effective":["CAP_KILL","CAP_UNHEARD_OF"]}""");

        Outcome run = RunShell(Sets);

        Assert.Equal((0, $"{None}\n0000000000000020\n0000000000000020\n0000000000000020\n{None}\n"), (run.ExitCode, run.Output));
    }

    [Fact]
    public void What_capabilities_are_passed_over_is_said_to_who_wants_to_hear_it()
    {
        Config.Json("process.capabilities", """{"bounding":["CAP_KILL","CAP_UNHEARD_OF"],"permitted":["CAP_KILL"],"ambient":["CAP_KILL","CAP_OTHER"]}""");
        Config.Args("true");
        WriteConfig();

        Outcome run = Call("--log-level", "warning", "run", "--bundle", Bundle, Id);

        Assert.Equal(
            new Outcome(
                0,
                "",
                "runtime: ignoring unknown or unavailable capabilities: [CAP_OTHER CAP_UNHEARD_OF]\n"
                + "runtime: can't raise ambient capability CAP_KILL: it is not both permitted and inheritable\n"),
            run);
        Assert.Equal(new Outcome(0, "", ""), Call("run", "--bundle", Bundle, Id));
    }

    [Fact]
    public void A_set_user_id_program_gives_its_owners_rights()
    {
        Config.Set("process.noNewPrivileges", false);

        Assert.Equal(new Outcome(0, "1 packets received\nNoNewPrivs:\t0\n", ""), PingAsPlainUser());
    }

    [Fact]
    public void With_no_new_privileges_a_set_user_id_program_gives_nothing()
    {
        Assert.Equal(new Outcome(0, "NoNewPrivs:\t1\n", "ping: permission denied (are you root?)\n"), PingAsPlainUser());
    }

    [Fact]
    public void The_oom_score_is_raised()
    {
        Config.Set("process.oomScoreAdj", 500);

        Assert.Equal(new Outcome(0, "500\n", ""), RunProgram("cat", "/proc/self/oom_score_adj"));
    }

    [Fact]
    public void The_oom_score_stays_the_callers_if_none_is_asked_for()
    {
        Config.Args("cat", "/proc/self/oom_score_adj");
        WriteConfig();

        Assert.Equal(new Outcome(0, "77\n", ""), CallFromShell("echo 77 >/proc/self/oom_score_adj; exec \"$@\"", "run", "--bundle", Bundle, Id));
    }

    [Fact]
    public void A_32_bit_personality_shows_in_uname()
    {
        Assert.SkipUnless(HostProgram.Run(Place, "setarch", "linux32", "uname", "-m").Output == "i686\n", "this kernel runs no 32-bit programs");
        Config.Json("linux.personality", """{"domain":"LINUX32"}""");

        Assert.Equal(new Outcome(0, "i686\n", ""), RunProgram("uname", "-m"));
    }

    [Fact]
    public void Kernel_parameters_of_the_containers_namespaces_are_set()
    {
        Config.Json("linux.sysctl", """{"net.ipv4.ip_forward":"1","kernel.msgmax":"1234","net/ipv4/ip_unprivileged_port_start":"80"}""");

        Assert.Equal(
            new Outcome(0, "1\n1234\n80\n", ""),
            RunShell("cat /proc/sys/net/ipv4/ip_forward /proc/sys/kernel/msgmax /proc/sys/net/ipv4/ip_unprivileged_port_start"));
    }

    [Theory]
    [InlineData("kernel.pid_max", "sysctl \"kernel.pid_max\" is not in a separate kernel namespace")]
    [InlineData("vm.swappiness", "sysctl \"vm.swappiness\" is not in a separate kernel namespace")]
    [InlineData("kernel.hostname", "sysctl \"kernel.hostname\" conflicts with the OCI \"hostname\" field")]
    [InlineData("user.max_pid_namespaces", "setting ucounts without a user namespace not allowed: user.max_pid_namespaces")]
    public void Kernel_parameters_of_the_host_are_refused(string name, string message)
    {
        string file = $"/proc/sys/{name.Replace('.', '/')}";
        string before = File.ReadAllText(file);
        Config.Json("linux.sysctl", $$"""{"{{name}}":"12345"}""");

        Assert.Equal(Failure("run", $"config.json: linux.sysctl[\"{name}\"]: {message}"), RunProgram("true"));
        Assert.Equal(before, File.ReadAllText(file));
        AssertNothingLeft();
    }

    [Fact]
    public void A_kernel_parameter_that_is_not_there_is_an_error_that_names_it()
    {
        Config.Json("linux.sysctl", """{"net.unheard.of":"1"}""");

        Outcome run = RunProgram("true");

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Matches($"^runtime: run \"{Id}\": [^\n]*net[./]unheard[./]of[^\n]*: no such file or directory \\(ENOENT\\)\n$", run.Error);
        AssertNothingLeft();
    }

    // Of busybox only a few programs keep the rights of their owner; ping is one.
    private Outcome PingAsPlainUser()
    {
        File.Copy($"{Rootfs}/bin/busybox", $"{Rootfs}/bin/owned");
        File.SetUnixFileMode($"{Rootfs}/bin/owned", (UnixFileMode)0x9ed); // 04755
        File.CreateSymbolicLink($"{Rootfs}/tmp/ping", "../bin/owned");
        Config.Strings("process.capabilities.bounding", "CAP_NET_RAW");
        Config.Set("process.user.uid", 1000);
        return RunShell("/tmp/ping -c 1 127.0.0.1 | grep -o '1 packets received'; grep NoNewPrivs /proc/self/status");
    }
}
