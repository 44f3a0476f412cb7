using System.IO;
using System.Text.Json.Nodes;
using Xunit;

namespace Runtime.Tests.BlackBox;

/// <summary>The six kinds of hooks: when, where and as what they run, what they are told, and what their failure means (runtime-spec 1.3, config.md, POSIX-platform Hooks).</summary>
public sealed class HookTests : ContainerTest
{
    private const string HostKinds = "prestart createRuntime createContainer poststart poststop";

    public HookTests()
    {
        Config.Set("hostname", "inside");
        Config.Args("sh", "-c", "echo program >>/log");
    }

    private string HostName => HostProgram.Run(Place, "uname", "-n").Output.TrimEnd();

    [Fact]
    public void Each_runs_at_its_time_and_at_its_place()
    {
        foreach (string kind in HostKinds.Split(' '))
        {
            Hook(kind, $"echo {kind} $(pwd) $(uname -n) >>{Place}/log");
            Hook(kind, $"echo again >>{Place}/log");
        }

        Hook("startContainer", "echo startContainer $(pwd) $(uname -n) >>/log");
        string created = $"prestart {Bundle} {HostName}\nagain\ncreateRuntime {Bundle} {HostName}\nagain\ncreateContainer {Rootfs} inside\nagain\n";
        string started = $"poststart {Bundle} {HostName}\nagain\n";

        Create();
        Assert.Equal(created, Log());
        Assert.False(File.Exists($"{Rootfs}/log"));
        Assert.Equal(new Outcome(0, "", ""), Call("start", Id));
        Assert.Equal(created + started, Log());
        WaitUntil(() => Status() == "stopped", "the program had ended");
        Assert.Equal("startContainer / inside\nprogram\n", File.ReadAllText($"{Rootfs}/log"));
        Assert.Equal(new Outcome(0, "", ""), Call("delete", Id));
        Assert.Equal(created + started + $"poststop / {HostName}\nagain\n", Log());
    }

    [Fact] // before the root is entered: what is mounted shows below the root's path on the host, in the container's mount namespace alone
    public void Create_container_hooks_see_the_mounts_of_the_container_and_the_files_of_the_host()
    {
        Hook("createRuntime", $"ls {Rootfs}/proc | grep -c self >>{Place}/log; true");
        Hook("createContainer", $"ls {Rootfs}/proc | grep -c -x self >>{Place}/log; test -e {Bundle}/config.json && echo host >>{Place}/log");

        Assert.Equal(new Outcome(0, "", ""), Run());
        Assert.Equal("0\n1\nhost\n", Log());
    }

    [Fact]
    public void Each_reads_the_state_of_the_container()
    {
        Config.Json("annotations", """{"org.example/kind":"a/b"}""");
        foreach (string kind in HostKinds.Split(' '))
        {
            Hook(kind, $"cat >{Place}/{kind}");
        }

        Hook("startContainer", "cat >/startContainer");
        Create();
        int pid = Pid();
        Assert.Equal(new Outcome(0, "", ""), Call("start", Id));
        Assert.Equal(new Outcome(0, "", ""), Call("delete", "--force", Id));

        Assert.Equal(Told("creating", pid), File.ReadAllText($"{Place}/prestart"));
        Assert.Equal(Told("creating", pid), File.ReadAllText($"{Place}/createRuntime"));
        Assert.Equal(Told("creating", 1), File.ReadAllText($"{Place}/createContainer"));
        Assert.Equal(Told("created", 1), File.ReadAllText($"{Rootfs}/startContainer"));
        Assert.Equal(Told("running", pid), File.ReadAllText($"{Place}/poststart"));
        Assert.Equal(Told("stopped", 0), File.ReadAllText($"{Place}/poststop"));
    }

    [Fact]
    public void The_environment_is_exactly_the_one_given()
    {
        foreach (string kind in HostKinds.Split(' '))
        {
            Hook(kind, $"tr '\\0' '\\n' </proc/self/environ >{Place}/{kind}", """, "env": ["PATH=/usr/bin:/bin", "A=b c"]""");
        }

        Hook("startContainer", "cat /proc/$$/environ | tr '\\0' '\\n' >/startContainer", """, "env": ["PATH=/bin", "A=b c"]""");
        Assert.Equal(new Outcome(0, "", ""), Run());

        foreach (string kind in HostKinds.Split(' '))
        {
            Assert.Equal("PATH=/usr/bin:/bin\nA=b c\n", File.ReadAllText($"{Place}/{kind}"));
        }

        Assert.Equal("PATH=/bin\nA=b c\n", File.ReadAllText($"{Rootfs}/startContainer"));
    }

    [Fact]
    public void Without_one_it_is_that_of_whoever_runs_the_hook()
    {
        Config.Strings("process.env", "PATH=/bin", "OF=program", "HOME=/");
        foreach (string kind in HostKinds.Split(' '))
        {
            Hook(kind, $"/usr/bin/tr '\\0' '\\n' </proc/self/environ >{Place}/{kind}");
        }

        Hook("startContainer", "cat /proc/$$/environ | tr '\\0' '\\n' >/startContainer");
        WriteConfig();
        Assert.Equal(new Outcome(0, "", ""), CallFromShell("exec env -i OF=caller DOTNET_X=1 \"$@\"", "run", "--bundle", Bundle, Id));

        foreach (string kind in new[] { "prestart", "createRuntime", "poststart", "poststop" })
        {
            Assert.Equal("OF=caller\n", File.ReadAllText($"{Place}/{kind}"));
        }

        Assert.Equal("", File.ReadAllText($"{Place}/createContainer"));
        Assert.Equal("PATH=/bin\nOF=program\nHOME=/\n", File.ReadAllText($"{Rootfs}/startContainer"));
    }

    [Fact]
    public void Arguments_are_exactly_those_given_and_the_path_alone_if_none()
    {
        File.WriteAllText($"{Place}/hook", $"#!/bin/sh\necho $0 $# >>{Place}/log\n");
        File.SetUnixFileMode($"{Place}/hook", (UnixFileMode)0x1ed);
        Config.Add("hooks.createRuntime", $$"""{"path":"{{Place}}/hook"}""");
        Config.Add(
            "hooks.createRuntime",
            $$"""{"path":"/bin/sh","args":["an odd name","-c","echo \"$(tr '\\0' '\\n' </proc/$$/cmdline | head -n 1)|$0|$#|$1|\" >>{{Place}}/log","x y",""]}""");
        Config.Add("hooks.createContainer", $$"""{"path":"{{Place}}/hook"}""");

        Assert.Equal(new Outcome(0, "", ""), Run());
        Assert.Equal($"{Place}/hook 0\nan odd name|x y|1||\n{Place}/hook 0\n", Log());
    }

    [Fact] // as engines account for them
    public void Hooks_are_in_the_cgroup_of_whoever_runs_them()
    {
        Hook("createRuntime", $"grep -c {Id} /proc/self/cgroup >>{Place}/log; true");
        string inside = Directory.Exists("/sys/fs/cgroup/devices") ? Id : "^0::/$"; // on v2 there is a cgroup namespace, whose root it is
        Hook("createContainer", $"grep -q '{inside}' /proc/self/cgroup && echo inside >>{Place}/log");

        Assert.Equal(new Outcome(0, "", ""), Run());
        Assert.Equal("0\ninside\n", Log());
    }

    [Theory]
    [InlineData("createRuntime")]
    [InlineData("createContainer")]
    public void A_hook_that_does_not_read_what_it_is_told_does_not_fail(string kind)
    {
        Config.Json("annotations", $$"""{"long":"{{new string('x', 200_000)}}"}""");
        Config.Add($"hooks.{kind}", """{"path":"/bin/true"}""");

        Assert.Equal(new Outcome(0, "", ""), Run());
    }

    [Theory]
    [InlineData("prestart")]
    [InlineData("createRuntime")]
    [InlineData("createContainer")]
    public void A_failure_before_the_start_undoes_the_create_and_the_next_do_not_run(string kind)
    {
        Hook(kind, $"echo first >>{Place}/log");
        Hook(kind, "echo said; echo complained >&2; exit 3");
        Hook(kind, $"echo third >>{Place}/log");
        Hook("poststop", $"echo poststop >>{Place}/log");
        WriteConfig();

        Assert.Equal(
            Failure("create", $"error running {kind} hook #2: exit status 3, stdout: said, stderr: complained"),
            Call("create", "--bundle", Bundle, Id));
        Assert.Equal("first\npoststop\n", Log());
        AssertNothingLeft();
    }

    [Theory]
    [InlineData("kill -9 $$", "exit status 137")]
    [InlineData("exit 255", "exit status 255")]
    public void Its_end_is_told_as_it_was(string script, string end)
    {
        Hook("createRuntime", script);
        WriteConfig();

        Assert.Equal(Failure("create", $"error running createRuntime hook #1: {end}, stdout: , stderr: "), Call("create", "--bundle", Bundle, Id));
        AssertNothingLeft();
    }

    [Theory]
    [InlineData("prestart")]
    [InlineData("createRuntime")]
    [InlineData("createContainer")]
    public void A_hook_that_takes_too_long_is_killed_and_has_failed(string kind)
    {
        Hook(kind, "exec sleep 600", """, "timeout": 1""");
        WriteConfig();

        Outcome create = Call("create", "--bundle", Bundle, Id);

        Assert.Equal((1, ""), (create.ExitCode, create.Output));
        Assert.Contains($"error running {kind} hook #1: hook ran past specified timeout of 1.0s", create.Error, System.StringComparison.Ordinal);
        AssertNothingLeft();
    }

    [Fact]
    public void A_hook_that_is_not_there_fails_the_create()
    {
        Config.Add("hooks.createRuntime", """{"path":"/absent"}""");
        WriteConfig();

        Assert.Equal(
            Failure("create", "running createRuntime hook #1 \"/absent\": no such file or directory (ENOENT)"),
            Call("create", "--bundle", Bundle, Id));
        AssertNothingLeft();
    }

    [Fact] // runc has returned 0 from start by then
    public void A_start_container_hook_that_fails_fails_the_start_and_the_program_never_runs()
    {
        Hook("startContainer", "echo complained >&2; exit 4");
        Create();

        Assert.Equal(Failure("start", "error running startContainer hook #1: exit status 4, stdout: , stderr: complained"), Call("start", Id));
        WaitUntil(() => Status() == "stopped", "the container had stopped");
        Assert.False(File.Exists($"{Rootfs}/log"));
    }

    [Fact] // runtime-spec 1.3: an error, and the container is stopped and deleted
    public void A_poststart_hook_that_fails_ends_the_container_and_takes_it_away()
    {
        Config.Args("sleep", "600");
        Hook("poststart", "exit 5");
        Hook("poststart", $"echo second >>{Place}/log");
        Hook("poststop", $"echo poststop >>{Place}/log");
        Create();

        Assert.Equal(Failure("start", "error running poststart hook #1: exit status 5, stdout: , stderr: "), Call("start", Id));
        Assert.Equal("poststop\n", Log());
        AssertNothingLeft();
    }

    [Fact] // runtime-spec 1.3: a warning, and the next hooks run
    public void A_poststop_hook_that_fails_is_warned_of_and_the_next_run()
    {
        Hook("poststop", "exit 6");
        Hook("poststop", $"echo second >>{Place}/log");
        Create();

        Outcome delete = Call("--log", $"{Place}/warnings", "delete", "--force", Id);

        Assert.Equal(new Outcome(0, "", ""), delete);
        Assert.Equal("second\n", Log());
        Assert.Contains("poststop hook #1: exit status 6", File.ReadAllText($"{Place}/warnings"), System.StringComparison.Ordinal);
        AssertNothingLeft();
    }

    private string Log() => File.Exists($"{Place}/log") ? File.ReadAllText($"{Place}/log") : "";

    private void Hook(string kind, string script, string more = "") =>
        Config.Add($"hooks.{kind}", "{\"path\": \"/bin/sh\", \"args\": " + new JsonArray("sh", "-c", script).ToJsonString() + more + "}");

    /// <summary>On one line, as hooks with sed and grep want it.</summary>
    private string Told(string status, int pid) =>
        $$"""{"ociVersion":"1.3.0","id":"{{Id}}","status":"{{status}}","pid":{{pid}},"bundle":"{{Bundle}}","annotations":{"org.example/kind":"a/b"} }""".Replace("} }", "}}", System.StringComparison.Ordinal);
}
