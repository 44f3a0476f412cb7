using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Xunit;

namespace Runtime.Tests.BlackBox;

/// <summary>Namespaces that are new, joined by path, or left out, in any mix.</summary>
public sealed class NamespaceTests : ContainerTest
{
    private const string List = "for n in cgroup ipc mnt net pid time user uts; do readlink /proc/self/ns/$n; done";
    private static readonly string s_uts = $"/proc/{Environment.ProcessId}/ns/uts";
    private static readonly string[] s_files = ["cgroup", "ipc", "mnt", "net", "pid", "time", "user", "uts"];

    [Fact]
    public void Every_type_can_be_new()
    {
        Config.Namespaces("cgroup", "ipc", "mount", "network", "pid", "time", "user", "uts");
        Config.Map(0, 1000);

        Assert.Equal("", Same(RunShell(List), "self"));
    }

    [Theory]
    [InlineData("cgroup", "cgroup")]
    [InlineData("ipc", "ipc")]
    [InlineData("network", "net")]
    [InlineData("pid", "pid")]
    [InlineData("time", "time")]
    [InlineData("uts", "uts")]
    public void Only_what_is_listed_is_new(string type, string file)
    {
        Config.Remove("hostname");
        Config.Unmount("/dev/mqueue"); // an ipc namespace's own
        Config.Namespaces("mount", type);

        Assert.Equal(string.Join(' ', s_files.Where(name => name != file && name != "mnt")), Same(RunShell(List), "self"));
    }

    [Fact]
    public void A_network_ipc_and_uts_namespace_can_be_those_of_another_container_as_in_a_pod()
    {
        WithoutCgroupNamespace();
        StartSleeping();
        int first = Pid();
        Config.Remove("hostname");
        Config.Namespaces("pid", "mount", $"network=/proc/{first}/ns/net", $"ipc=/proc/{first}/ns/ipc", $"uts=/proc/{first}/ns/uts");
        Config.Args("sh", "-c", $"{List}; hostname");
        WriteConfig();

        Outcome second = Call("run", "--bundle", Bundle, Id + "b");

        string[] lines = second.Output.Split('\n');
        Assert.Equal("runc", lines[8]);
        Assert.Equal("cgroup ipc net time user uts", Same(second, $"{first}"));
    }

    [Theory]
    [InlineData("network", "net")]
    [InlineData("ipc", "ipc")]
    [InlineData("uts", "uts")]
    [InlineData("cgroup", "cgroup")]
    [InlineData("time", "time")]
    public void Each_type_can_be_joined_alone(string type, string file)
    {
        Config.Namespaces("cgroup", "ipc", "mount", "network", "pid", "time", "uts");
        StartSleeping();
        string path = $"/proc/{Pid()}/ns/{file}";
        Config.Namespaces([.. new[] { "cgroup", "ipc", "mount", "network", "pid", "time", "uts" }.Where(name => name != type), $"{type}={path}"]);
        Config.Remove("hostname");
        Config.Args("readlink", $"/proc/self/ns/{file}");
        WriteConfig();

        Assert.Equal(new Outcome(0, new FileInfo(path).LinkTarget + "\n", ""), Call("run", "--bundle", Bundle, Id + "b"));
    }

    [Fact]
    public void A_joined_mount_namespace_gets_the_root_and_the_mounts()
    {
        HostProgram other = StartHost("unshare", "-m", "sleep", "600");
        string path = $"/proc/{other.Pid}/ns/mnt";
        WaitUntil(() => new FileInfo(path).LinkTarget is string link && link != new FileInfo("/proc/self/ns/mnt").LinkTarget, "unshare had unshared");
        string joined = new FileInfo(path).LinkTarget!;
        Config.Namespaces("pid", "ipc", "uts", "network", $"mount={path}");
        File.WriteAllText($"{Rootfs}/mark", "");

        Outcome run = RunShell("readlink /proc/self/ns/mnt; ls /mark; echo x > /proc/sys/kernel/hostname");

        Assert.Equal(new Outcome(1, $"{joined}\n/mark\n", "sh: can't create /proc/sys/kernel/hostname: Read-only file system\n"), run);
        other.Kill();
        AssertNothingLeft();
    }

    [Fact]
    public void Without_a_mount_namespace_the_process_has_a_root_and_the_mounts_of_the_host()
    {
        Config.Namespaces("pid", "ipc", "uts", "network");
        Config.Remove("linux.maskedPaths");
        Config.Remove("linux.readonlyPaths");
        Config.Set("root.readonly", true);
        File.WriteAllText($"{Rootfs}/mark", "");
        StartSleeping();

        Assert.Equal(new FileInfo("/proc/self/ns/mnt").LinkTarget, new FileInfo($"/proc/{Pid()}/ns/mnt").LinkTarget);
        Assert.Equal(new Outcome(0, "/mark\n/\nsleep\n", ""), Call("exec", Id, "sh", "-c", "ls /mark; cd ..; pwd; cat /proc/1/comm"));
        Assert.Equal(new Outcome(1, "", "touch: /mark2: Read-only file system\n"), Call("exec", Id, "touch", "/mark2"));
        Assert.Equal(new Outcome(0, "", ""), Call("delete", "--force", Id));
        AssertNothingLeft();
    }

    [Fact]
    public void A_launch_without_a_mount_namespace_that_fails_leaves_the_mounts_of_the_host_as_they_were()
    {
        Config.Namespaces("pid", "ipc", "uts", "network");
        Config.Remove("linux.maskedPaths");
        Config.Remove("linux.readonlyPaths");

        Assert.Equal(Failure("run", "exec: \"nobody-has-this\": executable file not found in $PATH"), RunProgram("nobody-has-this"));
        AssertNothingLeft();
        Assert.Equal(new Outcome(6, "", ""), RunShell("exit 6"));
        AssertNothingLeft();
    }

    [Theory]
    [InlineData("pid", "mount", "ipc", "uts")]
    [InlineData("pid", "mount", "ipc", "uts", "time")] // the plan clones once more
    public void A_filter_that_refuses_clone3_is_no_obstacle(params string[] namespaces)
    {
        Config.Namespaces(namespaces);
        Config.Args("sh", "-c", "echo $$; exit 4");
        WriteConfig();

        HostProgram run = Clone3Refusal.Around(() => StartCall("run", "--bundle", Bundle, Id));

        Assert.Equal(new Outcome(4, "1\n", ""), run.Wait());
        AssertNothingLeft();
    }

    [Fact]
    public void A_filter_that_refuses_clone3_is_no_obstacle_to_exec_and_hooks()
    {
        string script = $"{Place}/hook";
        File.WriteAllText(script, "#!/bin/sh\ncat >/dev/null\necho hook > mark\n");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Config.Json("hooks.createContainer", $$"""[{"path":"{{script}}"}]""");
        Config.Args("sleep", "600");
        WriteConfig();

        Assert.Equal(new Outcome(0, "", ""), Clone3Refusal.Around(() => StartCall("run", "--detach", "--bundle", Bundle, Id)).Wait());
        Assert.Equal(new Outcome(0, "hook\n", ""), Clone3Refusal.Around(() => StartCall("exec", Id, "cat", "/mark")).Wait());
    }

    [Fact]
    public void In_a_joined_pid_namespace_the_process_is_not_the_first_one()
    {
        StartSleeping();
        string path = $"/proc/{Pid()}/ns/pid";
        Config.Namespaces("ipc", "mount", "network", "uts", $"pid={path}");
        Config.Args("sh", "-c", "readlink /proc/self/ns/pid; cat /proc/1/comm; [ $$ = 1 ] || echo another; exit 5");
        WriteConfig();

        Assert.Equal(new Outcome(5, $"{new FileInfo(path).LinkTarget}\nsleep\nanother\n", ""), Call("run", "--bundle", Bundle, Id + "b"));
    }

    [Fact]
    public void A_container_in_a_joined_pid_namespace_has_a_life_of_its_own()
    {
        StartSleeping();
        Config.Namespaces("ipc", "mount", "network", "uts", $"pid=/proc/{Pid()}/ns/pid");
        WriteConfig();

        Assert.Equal(new Outcome(0, "", ""), Call("create", "--bundle", Bundle, Id + "b"));
        Assert.Equal("created", (string?)State(Id + "b")["status"]);
        Assert.Equal(new Outcome(0, "", ""), Call("start", Id + "b"));
        Assert.Equal(new Outcome(0, "", ""), Call("kill", Id + "b", "KILL"));
        WaitUntil(() => (string?)State(Id + "b")["status"] == "stopped", "the second container had stopped");
        Assert.Equal(new Outcome(0, "", ""), Call("delete", Id + "b"));
        Assert.Equal("running", Status());
    }

    [Fact]
    public void Without_a_pid_namespace_the_end_of_the_first_process_is_the_end_of_all()
    {
        Config.Namespaces("ipc", "mount", "network", "uts");

        Assert.Equal(new Outcome(3, "", ""), RunShell("sleep 600 & sleep 600 & exit 3"));
        AssertNothingLeft();
    }

    [Fact]
    public void Without_a_pid_namespace_kill_kills_every_process()
    {
        Config.Namespaces("ipc", "mount", "network", "uts");
        Config.Args("sh", "-c", "sleep 600 & sleep 600 & touch /started; wait");
        Create();
        Call("start", Id);
        WaitUntil(() => File.Exists($"{Rootfs}/started"), "the container had started its processes");

        Assert.Equal(new Outcome(0, "", ""), Call("kill", Id, "KILL"));
        WaitUntil(() => Status() == "stopped", "the container had stopped");
        Assert.Equal(new Outcome(0, "", ""), Call("delete", Id));
        AssertNothingLeft();
    }

    [Fact]
    public void A_namespace_of_another_type_is_refused()
    {
        Config.Namespaces("pid", "mount", "ipc", "uts", $"network={s_uts}");

        Assert.Equal(Failure("run", $"joining the network namespace \"{s_uts}\": invalid argument (EINVAL)"), RunShell("true"));
        AssertNothingLeft();
    }

    [Fact]
    public void A_namespace_that_is_not_there_is_refused()
    {
        Config.Namespaces("pid", "mount", "ipc", "uts", "network=/proc/1/ns/nothing");

        Assert.Equal(Failure("run", "opening the network namespace \"/proc/1/ns/nothing\": no such file or directory (ENOENT)"), RunShell("true"));
        AssertNothingLeft();
    }

    [Fact]
    public void A_new_user_namespace_can_own_what_is_new_and_enter_what_is_joined()
    {
        StartSleeping();
        string net = new FileInfo($"/proc/{Pid()}/ns/net").LinkTarget!;
        Config.Namespaces("pid", "mount", "ipc", "uts", "user", $"network=/proc/{Pid()}/ns/net");
        Config.Map(100_000, 65_536);
        Config.Unmount("/sys"); // only the owner of the network namespace may mount it
        Config.Unmount("/sys/fs/cgroup");
        Config.Args("sh", "-c", "id -u; cat /proc/self/uid_map; readlink /proc/self/ns/net; hostname");
        WriteConfig();
        File.SetUnixFileMode(Rootfs, File.GetUnixFileMode(Rootfs) | UnixFileMode.OtherWrite);

        Assert.Equal(new Outcome(0, $"0\n         0     100000      65536\n{net}\nrunc\n", ""), Call("run", "--bundle", Bundle, Id + "b"));
    }

    [Fact]
    public void Clocks_are_offset_in_a_new_time_namespace()
    {
        Config.Namespaces("pid", "mount", "ipc", "uts", "network", "time");
        Config.Json("linux.timeOffsets", """{"monotonic":{"secs":7200,"nanosecs":5},"boottime":{"secs":864000,"nanosecs":0}}""");
        double uptime = Uptime(File.ReadAllText("/proc/uptime"));

        Outcome run = RunShell("cat /proc/self/timens_offsets /proc/uptime");

        string[] lines = run.Output.Split('\n');
        Assert.Equal(["monotonic        7200         5", "boottime       864000         0"], lines[..2]);
        Assert.InRange(Uptime(lines[2]) - uptime, 864_000, 864_030);
    }

    [Fact]
    public void The_cgroup_namespace_begins_at_the_container()
    {
        Config.Namespaces("pid", "mount", "ipc", "uts", "network", "cgroup");

        Outcome run = RunShell("cut -d: -f3 /proc/self/cgroup | sort -u");

        Assert.Equal(new Outcome(0, "/\n", ""), run);
    }

    [Fact]
    public void Without_a_cgroup_namespace_the_host_shows_where_the_container_is()
    {
        WithoutCgroupNamespace();
        Config.Set("linux.cgroupsPath", $"/{Id}");

        Assert.Equal(new Outcome(0, CgroupLine + "\n", ""), RunShell($"cut -d: -f2- /proc/self/cgroup | grep -x '{CgroupLine}'"));
    }

    [Fact]
    public void The_loopback_device_of_a_new_network_namespace_is_up()
    {
        Config.Json("process.capabilities.bounding", """["CAP_NET_RAW"]""");
        Config.Json("process.capabilities.permitted", """["CAP_NET_RAW"]""");
        Config.Json("process.capabilities.effective", """["CAP_NET_RAW"]""");

        Assert.Equal(
            new Outcome(0, "lo 127.0.0.1/8\n1 packets received\n", ""),
            RunShell("ip -o -4 addr show up | awk '{print $2, $4}'; ping -c 1 -W 2 127.0.0.1 | grep -o '1 packets received'"));
    }

    [Fact]
    public void The_container_has_its_host_and_domain_name()
    {
        Config.Set("hostname", "web");
        Config.Set("domainname", "example.org");

        Assert.Equal(new Outcome(0, "web\nexample.org\n", ""), RunShell("hostname; cat /proc/sys/kernel/domainname"));
        Assert.NotEqual("web", Environment.MachineName);
    }

    [Theory]
    [InlineData("hostname")]
    [InlineData("domainname")]
    public void A_name_without_a_uts_namespace_is_refused(string member)
    {
        Config.Remove("hostname");
        Config.Set(member, "web");
        Config.Namespaces("pid", "mount");

        Assert.Equal(Failure("run", $"config.json: {member}: unable to set {member} without a private UTS namespace"), RunShell("true"));
        AssertNothingLeft();
    }

    [Fact]
    public void The_container_has_a_session_keyring_of_its_own()
    {
        Config.Json("linux.maskedPaths", "[]");

        Assert.Equal(new Outcome(0, $"keyring _ses.{Id}: empty\n", ""), RunShell($"awk '/_ses.{Id}:/ {{print $8, $9, $10}}' /proc/keys"));
    }

    [Fact]
    public void The_callers_keyring_stays_if_that_is_asked_for()
    {
        Config.Json("linux.maskedPaths", "[]");
        Config.Args("grep", "-c", $"_ses.{Id}", "/proc/keys");

        Assert.Equal(new Outcome(1, "0\n", ""), Run("--no-new-keyring"));
    }

    private static double Uptime(string text) => double.Parse(text.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Which of the eight namespaces that a container printed are also those of a process of the host.</summary>
    private static string Same(Outcome run, string process)
    {
        Assert.Equal("", run.Error);
        Assert.Equal(0, run.ExitCode);
        string[] inside = run.Output.Split('\n');
        List<string> same = [];
        for (int i = 0; i < s_files.Length; i++)
        {
            if (new FileInfo($"/proc/{process}/ns/{s_files[i]}").LinkTarget == inside[i])
            {
                same.Add(s_files[i]);
            }
        }

        return string.Join(' ', same);
    }
}
