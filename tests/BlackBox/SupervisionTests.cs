using System;
using System.Globalization;
using System.IO;
using System.Text.Json.Nodes;
using Xunit;

namespace Runtime.Tests.BlackBox;

/// <summary>Containers by hand: who is not an engine gets a supervisor, runtime-shim, and asks it with wait, logs and attach.</summary>
public sealed class SupervisionTests : ContainerTest
{
    private static readonly Outcome s_success = new(0, "", "");

    [Fact]
    public void A_detached_bundle_leaves_its_exit_status_and_its_output()
    {
        Config.Args("sh", "-c", "echo out; echo err >&2; printf part; exit 7");
        WriteConfig();
        string path = $"{Place}/{Mark}web";
        Directory.CreateSymbolicLink(path, Bundle);

        Assert.Equal(new Outcome(0, $"{Mark}web\n", ""), Call("run", "--detach", path));
        Assert.Equal(new Outcome(0, "7\n", ""), Call("wait", $"{Mark}web"));
        Assert.Equal(new Outcome(0, "7\n", ""), Call("wait", $"{Mark}web"));
        Assert.Equal(new Outcome(0, "out\npart", "err\n"), Call("logs", $"{Mark}web"));
        JsonObject state = State($"{Mark}web");
        Assert.Equal("stopped", (string)state["status"]!);
        Assert.Equal(7, (int)state["exitCode"]!);
        Assert.False((bool)state["oomKilled"]!);
        Assert.InRange(DateTime.Parse((string)state["exitedAt"]!, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal), DateTime.UtcNow.AddMinutes(-1), DateTime.UtcNow);
        Assert.Equal(s_success, Call("delete", $"{Mark}web"));
        AssertNothingLeft();
    }

    [Theory]
    [InlineData("--bundle", "BUNDLE", "ID")]
    [InlineData("--pid-file", "PLACE/pid", "BUNDLE")]
    [InlineData("--supervise=false", "BUNDLE")]
    public void Whoever_supervises_has_nothing_put_in_between(params string[] words)
    {
        Config.Args("sh", "-c", "echo mine");
        WriteConfig();
        string path = $"{Place}/{Id}";
        Directory.CreateSymbolicLink(path, Bundle);
        string[] call = Array.ConvertAll(words, word => word.Replace("BUNDLE", path, StringComparison.Ordinal).Replace("PLACE", Place, StringComparison.Ordinal).Replace("ID", Id, StringComparison.Ordinal));

        HostProgram run = StartCall(["run", "--detach", .. call]);

        Assert.Equal(0, run.Wait().ExitCode);
        WaitUntil(() => Status() == "stopped", "it had ended");
        Assert.Equal("mine\n", run.Output);
        Assert.False(Directory.Exists($"{StateRoot}/{Id}/supervise"));
        Assert.False(State().ContainsKey("exitCode"));
        foreach (string command in new[] { "wait", "logs", "attach" })
        {
            Assert.Equal(Failure(command, "it has no supervisor; \"run --detach BUNDLE\" and \"create --supervise\" give it one"), Call(command, Id));
        }
    }

    [Fact]
    public void A_created_container_is_supervised_on_demand()
    {
        CreateSupervised("exit 3");

        Assert.Equal("created", Status());
        HostProgram wait = StartCall("wait", Id);
        Assert.Equal(s_success, Call("start", Id));
        Assert.Equal(new Outcome(0, "3\n", ""), wait.Wait());
    }

    [Theory]
    [InlineData("--supervise and --pid-file exclude each other", "create", "--supervise", "--pid-file", "/x", "ID")]
    [InlineData("--supervise and --console-socket exclude each other", "run", "--detach", "--supervise", "--console-socket", "/x", "ID")]
    [InlineData("--supervise needs --detach", "run", "--supervise", "ID")]
    [InlineData("--interactive needs a supervisor; see --supervise", "create", "--interactive", "ID")]
    [InlineData("--shim needs a supervisor; see --supervise", "run", "--detach", "--shim", "/x", "ID")]
    public void Contradictions_are_refused(string message, string command, params string[] words)
    {
        Assert.Equal(new Outcome(1, "", $"runtime: {message}\n"), Call([command, .. words[..^1], Id]));
    }

    [Fact]
    public void A_supervisor_that_is_not_there_is_named()
    {
        WriteConfig();

        Assert.Equal(
            Failure("create", $"starting the supervisor \"{Place}/none\": no such file or directory (ENOENT); --shim FILE names another"),
            Call("create", "--supervise", "--shim", $"{Place}/none", "--bundle", Bundle, Id));
        AssertNothingLeft();
    }

    [Fact]
    public void A_container_that_cannot_be_made_leaves_nothing_and_the_reason()
    {
        Config.Args("absent");
        WriteConfig();

        Assert.Equal(Failure("create", "exec: \"absent\": executable file not found in $PATH"), Call("run", "--detach", "--supervise", "--bundle", Bundle, Id));
        AssertNothingLeft();
    }

    [Fact]
    public void A_container_that_cannot_be_started_leaves_nothing_and_the_reason()
    {
        Config.Args("true");
        Config.Json("hooks.startContainer", """[{"path":"/bin/false"}]""");
        WriteConfig();

        Outcome run = Call("run", "--detach", "--supervise", "--bundle", Bundle, Id);

        Assert.Equal(1, run.ExitCode);
        Assert.Equal("", run.Output);
        Assert.StartsWith($"runtime: run \"{Id}\": error running startContainer hook #1: ", run.Error, StringComparison.Ordinal);
        AssertNothingLeft();
    }

    [Fact]
    public void Descriptors_of_the_caller_are_not_kept()
    {
        Config.Args("sleep", "600");
        WriteConfig();

        // cat ends when nobody has its input, be it as descriptor 1, 2 or 9, any more.
        Assert.Equal(
            new Outcome(0, $"{Id}\n", ""),
            CallFromShell("\"$@\" 2>&1 9>&1 | cat", "run", "--detach", "--supervise", "--bundle", Bundle, Id));
        Assert.Equal("running", Status());
    }

    [Fact]
    public void Logs_are_followed_to_the_end()
    {
        CreateSupervised("for i in 1 2 3 4 5; do echo line $i; sleep 0.2; done; printf last >&2");
        HostProgram logs = StartCall("logs", "--follow", Id);

        Assert.Equal(s_success, Call("start", Id));
        WaitUntil(() => logs.Output.StartsWith("line 1\n", StringComparison.Ordinal), "the first line came");
        Assert.False(logs.HasEnded);
        Assert.Equal(new Outcome(0, "line 1\nline 2\nline 3\nline 4\nline 5\n", "last"), logs.Wait());
    }

    [Fact]
    public void Logs_whose_reader_has_seen_enough_end_quietly()
    {
        CreateSupervised("seq 1 100000");
        Assert.Equal(s_success, Call("start", Id));
        Assert.Equal(new Outcome(0, "0\n", ""), Call("wait", Id));

        Assert.Equal(new Outcome(0, "1\n", ""), CallFromShell("\"$@\" | head -n 1", "logs", Id));
        Assert.Equal(new Outcome(0, "100000\n", ""), CallFromShell("\"$@\" | tail -n 1", "logs", Id));
        Assert.Equal(new Outcome(0, "100000\n", ""), CallFromShell("\"$@\" | wc -l", "logs", Id));
    }

    [Fact]
    public void Attached_client_gives_input_and_gets_both_streams_and_the_exit_status()
    {
        CreateSupervised("while read line; do echo got $line; done; echo end >&2; exit 5", "--interactive");
        Assert.Equal(s_success, Call("start", Id));

        Assert.Equal(new Outcome(5, "got a\ngot b\n", "end\n"), CallFromShell("printf 'a\\nb\\n' | \"$@\"", "attach", Id));
        Assert.Equal(new Outcome(0, "got a\ngot b\n", "end\n"), Call("logs", Id));
    }

    [Fact]
    public void Without_interactive_there_is_no_input()
    {
        CreateSupervised("read line || echo none");

        Assert.Equal(s_success, Call("start", Id));
        Assert.Equal(new Outcome(0, "0\n", ""), Call("wait", Id));
        Assert.Equal(new Outcome(0, "none\n", ""), Call("logs", Id));
    }

    [Fact]
    public void Attached_terminal_has_the_caller_s_keys_and_size_and_is_left_by_keys()
    {
        Config.Set("process.terminal", true);
        CreateSupervised("read line; stty size; echo got $line; sleep 0.2; exit 6");
        Assert.Equal(s_success, Call("start", Id));
        string attach = $"{PublishedRuntime.Path} --root {StateRoot} attach {Id}";

        Outcome left = InHostShell($"{Typing("\\020\\021", attach)} | script --quiet --return --command '{attach}' /dev/null");
        Assert.Equal((0, "running"), (left.ExitCode, Status()));
        Outcome stayed = InHostShell($"{Typing("typed\\r", attach)} | script --quiet --return --command 'stty rows 44 cols 55; {attach}; s=$?; stty -a | grep -o \" icanon\"; exit $s' /dev/null");

        Assert.Equal(new Outcome(6, "typed\r\n44 55\r\ngot typed\r\n icanon\r\n", ""), stayed);
        Assert.Equal(new Outcome(0, "6\n", ""), Call("wait", Id));
        Assert.Equal(new Outcome(0, "typed\r\n44 55\r\ngot typed\r\n", ""), Call("logs", Id));
    }

    [Fact]
    public void A_supervisor_that_was_killed_keeps_nobody_waiting()
    {
        CreateSupervised("sleep 600");
        Assert.Equal(s_success, Call("start", Id));
        HostProgram wait = StartCall("wait", Id);

        Kill(Supervisor());

        Assert.Equal(Failure("wait", "its supervisor was killed: nobody knows its exit status"), wait.Wait());
        Assert.Equal(Failure("attach", "its supervisor has ended"), Call("attach", Id));
        Assert.Equal("running", Status());
        Assert.Equal(s_success, Call("kill", Id, "KILL"));
        WaitUntil(() => Status() == "stopped", "it had ended");
        Assert.False(State().ContainsKey("exitCode"));
        Assert.Equal(Failure("wait", "its supervisor was killed: nobody knows its exit status"), Call("wait", Id));
        Assert.Equal(s_success, Call("logs", "--follow", Id));
        Assert.Equal(s_success, Call("delete", Id));
        AssertNothingLeft();
    }

    [Fact]
    public void A_supervisor_that_is_killed_while_the_container_is_made_is_told()
    {
        Config.Json("hooks.createRuntime", """[{"path":"/bin/sleep","args":["sleep","2"]}]""");
        Config.Args("true");
        WriteConfig();
        HostProgram create = StartCall("create", "--supervise", "--bundle", Bundle, Id);
        WaitUntil(() => Directory.Exists($"{StateRoot}/{Id}"), "the create had begun");

        Kill(Supervisor());

        Assert.Equal(Failure("create", "its supervisor was killed by signal 9"), create.Wait());
        WaitUntil(() => Call("delete", "--force", Id).ExitCode == 0, "what its create had made could be deleted");
        AssertNothingLeft();
    }

    [Fact]
    public void A_caller_that_has_lost_patience_gets_no_container()
    {
        Config.Json("hooks.createRuntime", """[{"path":"/bin/sleep","args":["sleep","15"]}]""");
        Config.Args("true");
        WriteConfig();
        HostProgram create = StartCall("create", "--supervise", "--bundle", Bundle, Id);
        WaitUntil(() => Directory.Exists($"{StateRoot}/{Id}"), "the create had begun");

        create.Kill();

        WaitUntil(() => Call("delete", "--force", Id).ExitCode == 0, "what its create had made could be deleted");
        AssertNothingLeft();
    }

    [Fact]
    public void Delete_of_a_running_container_tells_who_waits()
    {
        CreateSupervised("sleep 600");
        Assert.Equal(s_success, Call("start", Id));
        HostProgram wait = StartCall("wait", Id);
        WaitUntil(() => File.ReadAllText("/proc/locks").Contains($" {wait.Pid} ", StringComparison.Ordinal), "it waited");

        Assert.Equal(s_success, Call("delete", "--force", Id));

        Assert.Equal(new Outcome(0, "137\n", ""), wait.Wait());
        AssertNothingLeft();
    }

    [Fact]
    public void Want_of_memory_is_recorded()
    {
        Config.Json("linux.resources.memory", """{"limit":16777216,"swap":16777216}""");
        Config.Args("tail", "/dev/zero"); // has no line to end, and so is kept
        WriteConfig();

        Assert.Equal(new Outcome(0, $"{Id}\n", ""), Call("run", "--detach", "--supervise", "--bundle", Bundle, Id));
        Assert.Equal(new Outcome(0, "137\n", ""), Call("wait", Id));
        Assert.True((bool)State()["oomKilled"]!);
    }

    [Fact]
    public void A_full_disk_makes_the_container_wait_and_loses_nothing()
    {
        Config.Args("sh", "-c", "seq 1 60000; exit 4"); // three megabytes of log
        WriteConfig();

        // The state, and so the log, is on a file system with room for a fraction of it, until somebody makes room.
        Outcome outcome = CallFromShell(
            $$"""
            exec unshare -m sh -ec 'mkdir -p {{StateRoot}}; mount -t tmpfs -o size=6m tmpfs {{StateRoot}}
            head -c 5500k /dev/zero >{{StateRoot}}/.filler
            "$@" run --detach --supervise --bundle {{Bundle}} {{Id}}
            sleep 1.5
            "$@" state {{Id}} | grep -o "\"running\""
            rm {{StateRoot}}/.filler
            "$@" wait {{Id}}
            "$@" logs {{Id}} | cksum
            "$@" delete {{Id}}' sh "$@"
            """);

        string expected = HostProgram.Run(Place, "sh", "-c", "seq 1 60000 | cksum").Output;
        Assert.Equal(new Outcome(0, $"{Id}\n\"running\"\n4\n{expected}", ""), outcome);
        AssertNothingLeft();
    }

    private void CreateSupervised(string script, params string[] options)
    {
        Config.Args("sh", "-c", script);
        WriteConfig();
        Assert.Equal(s_success, Call(["create", "--supervise", .. options, "--bundle", Bundle, Id]));
    }

    private int Supervisor()
    {
        foreach (string process in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(process), out int pid) && File.Exists($"{process}/cmdline")
                && File.ReadAllText($"{process}/cmdline").StartsWith($"runtime-supervise\0{StateRoot}\0", StringComparison.Ordinal))
            {
                return pid;
            }
        }

        throw new InvalidOperationException("there is no supervisor");
    }

    private static void Kill(int pid) => Runtime.Syscalls.Kernel.Kill(pid, Runtime.Syscalls.Flags.SIGKILL);

    /// <summary>A command that types keys once the terminal of another command is raw, and ends with that command.</summary>
    private static string Typing(string keys, string command) =>
        $"(until stty -F /proc/$(pgrep -fx '{command}')/fd/0 -a 2>/dev/null | grep -q -- -icanon; do sleep 0.05; done; "
        + $"printf '{keys}'; while pgrep -fx '{command}' >/dev/null; do sleep 0.05; done)";

    private Outcome InHostShell(string script)
    {
        Outcome outcome = StartHost("/bin/sh", "-c", script).Wait();
        return outcome with { Output = outcome.Output.Replace("^@", "", StringComparison.Ordinal) };
    }
}
