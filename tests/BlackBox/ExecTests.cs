using System;
using System.Globalization;
using System.IO;
using Xunit;

namespace Runtime.Tests.BlackBox;

/// <summary>A further process in a container.</summary>
public sealed class ExecTests : ContainerTest
{
    private static readonly string[] s_namespaces = ["cgroup", "ipc", "mnt", "net", "pid", "user", "uts"];

    [Theory]
    [InlineData("exit 0", 0)]
    [InlineData("exit 7", 7)]
    [InlineData("kill -9 $$", 137)]
    [InlineData("kill -15 $$", 143)]
    public void It_ends_as_the_process_does(string script, int status)
    {
        StartSleeping();

        Assert.Equal(new Outcome(status, "", ""), ExecShell(script));
        Assert.Equal("running", Status());
    }

    [Theory]
    [InlineData("nothing", "exec: \"nothing\": executable file not found in $PATH")]
    [InlineData("/nothing", "exec: \"/nothing\": stat /nothing: no such file or directory (ENOENT)")]
    [InlineData("/etc", "exec: \"/etc\": is a directory (EISDIR)")]
    [InlineData("/etc/plain", "exec: \"/etc/plain\": permission denied (EACCES)")]
    public void A_program_that_cannot_be_found_is_255(string name, string message)
    {
        File.WriteAllText($"{Rootfs}/etc/plain", "not a program");
        StartSleeping();

        Assert.Equal(Failure("exec", message, 255), Call("exec", Id, name));
    }

    [Fact]
    public void It_is_in_no_cgroup_of_a_controller_that_is_not_there()
    {
        Assert.SkipUnless(Directory.Exists("/sys/fs/cgroup/devices"), "cgroup v2 has one hierarchy for all controllers");
        StartSleeping();

        Assert.Equal(Failure("exec", "--cgroup: unknown controller \"none\"", 255), Call("exec", "--cgroup", "none:below", Id, "true"));
    }

    [Fact]
    public void It_is_in_every_namespace_of_the_container_and_in_its_cgroup()
    {
        WithoutCgroupNamespace();
        Config.Set("linux.cgroupsPath", $"/{Id}");
        StartSleeping();
        int pid = Pid();

        foreach (string name in s_namespaces)
        {
            Assert.Equal(new Outcome(0, new FileInfo($"/proc/{pid}/ns/{name}").LinkTarget + "\n", ""), Call("exec", Id, "readlink", $"/proc/self/ns/{name}"));
        }

        Assert.Equal(new Outcome(0, CgroupLine + "\n", ""), ExecShell($"cut -d: -f2- /proc/self/cgroup | grep -x '{CgroupLine}'"));
    }

    [Fact]
    public void It_enters_a_user_namespace_as_its_root()
    {
        Config.Namespaces("pid", "mount", "ipc", "uts", "network", "user");
        Config.Map(100_000, 65_536);
        File.SetUnixFileMode(Rootfs, (UnixFileMode)0x1ff);
        StartSleeping();

        Assert.Equal(new Outcome(0, "0\n         0     100000      65536\n", ""), ExecShell("id -u; cat /proc/self/uid_map"));
    }

    [Fact]
    public void Options_change_the_process()
    {
        StartSleeping();

        Assert.Equal(
            new Outcome(0, "1000\n1001 5 6\n/etc\nb\nc d\n0000000020000421\n", ""),
            Call(
                "exec", "--user", "1000:1001", "--additional-gids", "5", "-g", "6", "--cwd", "/etc", "--env", "A=a", "-e", "A=b", "-e", "C=c d", "--cap", "CAP_CHOWN",
                Id, "sh", "-c", "id -u; id -G; pwd; echo $A; echo \"$C\"; grep CapBnd /proc/self/status | cut -f 2"));
    }

    [Fact] // CVE-2022-24769, CVE-2022-29162: a program with file capabilities would get what is inheritable
    public void A_capability_that_is_added_is_not_inheritable()
    {
        Config.Set("process.noNewPrivileges", false);
        StartSleeping();

        Assert.Equal(
            new Outcome(0, "CapInh:\t0000000000000000\nCapPrm:\t0000000020000421\nCapAmb:\t0000000000000000\n", ""),
            Call("exec", "--cap", "CAP_CHOWN", Id, "grep", "-E", "Cap(Inh|Prm|Amb)", "/proc/self/status"));
        Assert.Equal(new Outcome(0, "CapInh:\t0000000000000000\n", ""), ExecShell("grep CapInh /proc/self/status"));
    }

    [Theory] // CVE-2026-30892
    [InlineData("1x")]
    [InlineData("-1")]
    [InlineData("root")]
    [InlineData("4294967296")]
    public void A_user_that_is_no_number_is_refused(string user)
    {
        StartSleeping();

        Outcome exec = Call("exec", "--user", user, Id, "id");

        Assert.Equal((255, ""), (exec.ExitCode, exec.Output));
        Assert.EndsWith($"runtime: --user: \"{user}\" is not a number from 0 to 4294967295\n", exec.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_process_file_is_the_whole_process()
    {
        StartSleeping();
        File.WriteAllText($"{Place}/process.json", """{"args":["sh","-c","id -u; pwd; cat /proc/$$/environ | tr '\\0' '\\n'"],"cwd":"/tmp","env":["PATH=/bin","A=1"],"user":{"uid":7,"gid":8}}""");

        Assert.Equal(new Outcome(0, "7\n/tmp\nPATH=/bin\nA=1\nHOME=/\n", ""), Call("exec", "--process", $"{Place}/process.json", Id));
    }

    [Fact]
    public void Detached_it_goes_on_alone()
    {
        StartSleeping();

        Assert.Equal(new Outcome(0, "", ""), Call("exec", "--detach", "--pid-file", $"{Place}/pid", Id, "sleep", "500"));
        int pid = int.Parse(File.ReadAllText($"{Place}/pid"), CultureInfo.InvariantCulture);
        Assert.Equal("sleep\0500\0", File.ReadAllText($"/proc/{pid}/cmdline"));
    }

    [Fact]
    public void In_a_created_container_it_runs_before_the_program()
    {
        Config.Args("sleep", "600");
        Create();

        Assert.Equal(new Outcome(0, "early\n", ""), ExecShell("echo early"));
        Assert.Equal("created", Status());
    }

    [Fact]
    public void In_a_stopped_container_there_is_none()
    {
        StartSleeping();
        Call("kill", Id, "KILL");
        WaitUntil(() => Status() == "stopped", "the container had stopped");

        Assert.Equal(Failure("exec", "cannot exec in a stopped container", 255), ExecShell("true"));
    }

    [Fact]
    public void In_a_paused_container_there_is_none()
    {
        StartSleeping();
        Assert.Equal(new Outcome(0, "", ""), Call("pause", Id));
        Assert.Equal("paused", Status());

        Assert.Equal(Failure("exec", "cannot exec in a paused container (use --ignore-paused to override)", 255), ExecShell("true"));
        Assert.Equal(new Outcome(0, "", ""), Call("resume", Id));
        Assert.Equal(new Outcome(0, "", ""), ExecShell("true"));
    }

    [Fact]
    public void Limits_hold_for_it_too()
    {
        Config.Json("process.rlimits", """[{"type":"RLIMIT_NOFILE","soft":64,"hard":128}]""");
        StartSleeping();

        Assert.Equal(new Outcome(0, "64\n128\n", ""), ExecShell("ulimit -Sn; ulimit -Hn"));
        Assert.Equal(new Outcome(0, "64\n", ""), Call("exec", "--user", "1000", Id, "sh", "-c", "ulimit -Sn"));
    }
}
