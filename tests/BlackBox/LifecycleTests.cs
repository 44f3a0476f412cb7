using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using Xunit;

namespace Runtime.Tests.BlackBox;

/// <summary>create, start, state, kill, delete, list, run: what each does and says.</summary>
public sealed class LifecycleTests : ContainerTest
{
    private static readonly Outcome s_success = new(0, "", "");

    [Theory]
    [InlineData("exit 0", 0)]
    [InlineData("exit 3", 3)]
    [InlineData("exit 255", 255)]
    [InlineData("exec sh -c 'kill -9 $$'", 0)] // the first process of a pid namespace is spared its own signals
    public void Run_ends_as_the_container_does(string script, int status)
    {
        Assert.Equal(new Outcome(status, "", ""), RunShell(script));
        AssertNothingLeft();
    }

    [Fact]
    public void Run_of_a_killed_container_ends_with_128_and_the_signal()
    {
        Config.Namespaces("mount", "ipc", "uts", "network");

        Assert.Equal(new Outcome(137, "", ""), RunShell("kill -9 $$"));
        Assert.Equal(new Outcome(143, "", ""), RunShell("kill -15 $$"));
        AssertNothingLeft();
    }

    [Fact]
    public void Run_passes_output_and_errors_through()
    {
        Assert.Equal(new Outcome(0, "out\n", "err\n"), RunShell("echo out; echo err >&2"));
    }

    [Fact]
    public void Run_passes_input_through()
    {
        File.WriteAllText($"{Place}/input", "one\ntwo\n");
        Config.Args("wc", "-l");
        WriteConfig();

        Assert.Equal(new Outcome(0, "2\n", ""), CallFromShell($"exec \"$@\" <{Place}/input", "run", "--bundle", Bundle, Id));
    }

    [Fact] // SIGKILL waits as long as another's freezer of cgroup v1 holds the process
    public void Delete_of_a_container_that_does_not_die_says_so_and_can_be_repeated()
    {
        const string Freezer = "/sys/fs/cgroup/freezer";
        Assert.SkipUnless(Directory.Exists(Freezer), "a process that is frozen on cgroup v2 can be killed");
        StartSleeping();
        string held = Directory.CreateDirectory($"{Freezer}/{Id}-held").FullName;
        try
        {
            File.WriteAllText($"{held}/cgroup.procs", $"{Pid()}");
            File.WriteAllText($"{held}/freezer.state", "FROZEN");

            Assert.Equal(Failure("delete", "container init still running"), Call("delete", "--force", Id));
            File.WriteAllText($"{held}/freezer.state", "THAWED");
            Assert.Equal(s_success, Call("delete", "--force", Id));
        }
        finally
        {
            File.WriteAllText($"{held}/freezer.state", "THAWED");
            WaitUntil(() => File.ReadAllText($"{held}/cgroup.procs").Length == 0, "the cgroup is empty");
            Directory.Delete(held);
        }

        AssertNothingLeft();
    }

    [Fact]
    public void A_container_goes_from_created_to_running_to_stopped_to_nothing()
    {
        Config.Args("sh", "-c", "echo started; read line </gate");
        Assert.Equal(s_success, HostProgram.Run(Place, "mkfifo", $"{Rootfs}/gate"));

        HostProgram create = Create();
        Assert.Equal("created", Status());
        Assert.Equal("", create.Output);
        Assert.Equal(s_success, Call("start", Id));
        Assert.Equal("running", Status());
        File.WriteAllText($"{Rootfs}/gate", "go\n");
        WaitUntil(() => Status() == "stopped", "the container had stopped");
        Assert.Equal("started\n", create.Output);
        Assert.Equal(s_success, Call("delete", Id));
        AssertNothingLeft();
        Assert.Equal(Failure("state", "container does not exist"), Call("state", Id));
    }

    [Fact]
    public void State_tells_everything()
    {
        Config.Json("annotations", """{"org.example.key":"a/b <c>"}""");
        DateTimeOffset before = DateTimeOffset.UtcNow;
        StartSleeping();

        JsonObject state = State();

        Assert.Equal(["ociVersion", "id", "pid", "status", "bundle", "rootfs", "created", "annotations", "owner"], state.Select(member => member.Key));
        Assert.Equal("1.3.0", (string?)state["ociVersion"]);
        Assert.Equal(Id, (string?)state["id"]);
        Assert.Equal("sleep\0600\0", File.ReadAllText($"/proc/{(int)state["pid"]!}/cmdline"));
        Assert.Equal("running", (string?)state["status"]);
        Assert.Equal(Bundle, (string?)state["bundle"]);
        Assert.Equal(Rootfs, (string?)state["rootfs"]);
        Assert.InRange(DateTimeOffset.Parse((string)state["created"]!, CultureInfo.InvariantCulture), before, DateTimeOffset.UtcNow);
        Assert.Equal("""{"org.example.key":"a/b <c>"}""", state["annotations"]!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
        Assert.Equal("", (string?)state["owner"]);
    }

    [Fact]
    public void State_of_a_stopped_container_has_no_pid()
    {
        StartSleeping();
        Call("kill", Id, "KILL");
        WaitUntil(() => Status() == "stopped", "the container had stopped");

        Assert.Equal(0, Pid());
    }

    [Theory]
    [InlineData("9")]
    [InlineData("KILL")]
    [InlineData("SIGKILL")]
    [InlineData("sigKill")]
    [InlineData("kill")]
    public void Kill_takes_a_number_or_a_name(string signal)
    {
        StartSleeping();

        Assert.Equal(s_success, Call("kill", Id, signal));
        WaitUntil(() => Status() == "stopped", "the container had stopped");
        Assert.Equal(Failure("kill", "container not running"), Call("kill", Id, signal));
        Assert.Equal(s_success, Call("kill", "--all", Id, signal));
    }

    [Fact]
    public void Kill_sends_a_sigterm_unless_told_otherwise()
    {
        Config.Args("sh", "-c", "trap 'echo term; exit 1' TERM; trap 'echo user' USR1; touch /ready; while :; do sleep 0.1; done");
        HostProgram create = Create();
        Call("start", Id);
        WaitUntil(() => File.Exists($"{Rootfs}/ready"), "the container waited for signals");

        Assert.Equal(s_success, Call("kill", Id, "usr1"));
        WaitUntil(() => create.Output == "user\n", "the first signal had come");
        Assert.Equal(s_success, Call("kill", Id));
        WaitUntil(() => Status() == "stopped", "the container had stopped");
        Assert.Equal("user\nterm\n", create.Output);
    }

    [Fact]
    public void Kill_refuses_a_signal_that_there_is_not()
    {
        StartSleeping();

        Outcome kill = Call("kill", Id, "NOTHING");

        Assert.Equal((1, "runtime: unknown signal \"NOTHING\"\n"), (kill.ExitCode, LastLine(kill.Error)));
        Assert.Equal("running", Status());
    }

    [Fact]
    public void Kill_ends_a_created_container()
    {
        Create();

        Assert.Equal(s_success, Call("kill", Id, "KILL"));
        WaitUntil(() => Status() == "stopped", "the container had stopped");
        Assert.Equal(Failure("start", "cannot start a container that has stopped"), Call("start", Id));
        Assert.Equal(s_success, Call("delete", Id));
        AssertNothingLeft();
    }

    [Fact]
    public void A_running_container_is_deleted_only_by_force()
    {
        StartSleeping();

        Assert.Equal(Failure("delete", $"cannot delete container {Id} that is not stopped: running"), Call("delete", Id));
        Assert.Equal("running", Status());
        Assert.Equal(s_success, Call("delete", "--force", Id));
        AssertNothingLeft();
    }

    [Fact]
    public void A_created_container_is_deleted_without_force()
    {
        Create();

        Assert.Equal(s_success, Call("delete", Id));
        AssertNothingLeft();
    }

    [Fact]
    public void Delete_by_force_of_nothing_is_no_error()
    {
        Assert.Equal(s_success, Call("delete", "--force", Id));
        Assert.Equal(Failure("delete", "container does not exist"), Call("delete", Id));
    }

    [Fact]
    public void A_second_container_with_the_id_is_refused_and_the_first_untouched()
    {
        StartSleeping();
        int pid = Pid();

        Assert.Equal(Failure("create", "container with given ID already exists"), Call("create", "--bundle", Bundle, Id));
        Assert.Equal(Failure("run", "container with given ID already exists"), Call("run", "--bundle", Bundle, Id));
        Assert.Equal((pid, "running"), (Pid(), Status()));
        Assert.Equal(new Outcome(0, "still\n", ""), ExecShell("echo still"));
    }

    [Fact]
    public void A_container_is_started_once()
    {
        StartSleeping();

        Assert.Equal(Failure("start", "cannot start an already running container"), Call("start", Id));
        Assert.Equal("running", Status());
    }

    [Fact]
    public void Start_tells_truthfully_that_the_program_cannot_be_executed()
    {
        File.Copy($"{Rootfs}/bin/busybox", $"{Rootfs}/bin/gone");
        Config.Args("gone");
        Create();
        File.Delete($"{Rootfs}/bin/gone");

        Assert.Equal(Failure("start", "exec \"gone\": no such file or directory (ENOENT)"), Call("start", Id));
        WaitUntil(() => Status() == "stopped", "the container had stopped");
        Assert.Equal(s_success, Call("delete", Id));
        AssertNothingLeft();
    }

    [Fact]
    public void Of_many_starts_at_once_one_starts_the_container()
    {
        Config.Args("sh", "-c", "echo started; sleep 600");
        HostProgram create = Create();

        HostProgram[] starts = [.. Enumerable.Range(0, 10).Select(_ => StartCall("start", Id))];
        Outcome[] outcomes = [.. starts.Select(start => start.Wait())];

        Assert.Single(outcomes, s_success);
        Assert.Equal(9, outcomes.Count(outcome => outcome == Failure("start", "cannot start an already running container")));
        WaitUntil(() => create.Output == "started\n", "the program ran");
    }

    [Fact]
    public void Of_many_creates_of_one_id_one_wins()
    {
        Config.Args("sleep", "600");
        WriteConfig();

        HostProgram[] creates = [.. Enumerable.Range(0, 20).Select(_ => StartCall("create", "--bundle", Bundle, Id))];
        Outcome[] outcomes = [.. creates.Select(create => create.Wait())];

        Assert.Single(outcomes, s_success);
        Assert.Equal(19, outcomes.Count(outcome => outcome == Failure("create", "container with given ID already exists")));
        Assert.Equal("created", Status());
        Assert.Equal(s_success, Call("start", Id));
    }

    [Fact]
    public void List_is_a_table_json_or_ids()
    {
        Create();

        Assert.Equal(new Outcome(0, Id + "\n", ""), Call("list", "--quiet"));
        JsonArray json = JsonNode.Parse(Call("list", "--format", "json").Output)!.AsArray();
        JsonObject state = State();
        state["owner"] = "root";
        Assert.Equal(state.ToJsonString(), Assert.Single(json)!.ToJsonString());
        string[] lines = Call("list").Output.Split('\n');
        Assert.Matches("^ID +PID +STATUS +BUNDLE +CREATED +OWNER$", lines[0]);
        Assert.Matches($"^{Id} +{Pid()} +created +{Bundle} +[0-9TZ:.-]+ +root$", lines[1]);
        Assert.Equal(["", ""], [lines[2], string.Concat(lines[3..])]);
    }

    [Fact]
    public void The_pid_file_is_digits_and_there_when_create_returns()
    {
        Config.Args("sleep", "600");
        Create("--pid-file", $"{Place}/pid");

        Assert.Equal(Pid().ToString(CultureInfo.InvariantCulture), File.ReadAllText($"{Place}/pid"));
        Assert.Equal(["bundle", "pid", "state"], Directory.GetFileSystemEntries(Place).Select(path => Path.GetFileName(path)!).Where(name => name[..2] != ".c").Order());
    }

    [Fact]
    public void A_pid_file_that_cannot_be_written_undoes_the_create()
    {
        Config.Args("sleep", "600");

        Assert.Equal(Failure("run", $"opening \"{Place}/missing\": no such file or directory (ENOENT)"), Run("--detach", "--pid-file", $"{Place}/missing/pid"));
        AssertNothingLeft();
        Assert.Equal(Failure("create", $"opening \"{Place}/missing\": no such file or directory (ENOENT)"), Call("create", "--pid-file", $"{Place}/missing/pid", "--bundle", Bundle, Id));
        AssertNothingLeft();
    }

    [Fact]
    public void Run_can_leave_the_container_running()
    {
        Config.Args("sleep", "600");

        Assert.Equal(s_success, Run("--detach", "--pid-file", $"{Place}/pid"));
        Assert.Equal("running", Status());
        Assert.Equal(Pid().ToString(CultureInfo.InvariantCulture), File.ReadAllText($"{Place}/pid"));
    }

    [Fact]
    public void Run_can_keep_the_container_when_it_has_ended()
    {
        Config.Args("sh", "-c", "exit 4");

        Assert.Equal(new Outcome(4, "", ""), Run("--keep"));
        Assert.Equal("stopped", Status());
        Assert.Equal(s_success, Call("delete", Id));
        AssertNothingLeft();
    }

    [Fact]
    public void Signals_to_run_reach_the_container()
    {
        Config.Args("sh", "-c", "trap 'echo term; exit 9' TERM; touch /ready; while :; do sleep 0.1; done");
        WriteConfig();
        HostProgram run = StartCall("run", "--bundle", Bundle, Id);
        WaitUntil(() => File.Exists($"{Rootfs}/ready"), "the container waited for signals");

        Assert.Equal(s_success, HostProgram.Run(Place, "kill", "-TERM", $"{run.Pid}"));

        Assert.Equal(new Outcome(9, "term\n", ""), run.Wait());
        AssertNothingLeft();
    }

    [Fact]
    public void A_sigterm_to_run_that_the_container_does_not_handle_is_143()
    {
        Config.Namespaces("mount", "ipc", "uts", "network");
        Config.Args("sh", "-c", "touch /ready; exec sleep 600");
        WriteConfig();
        HostProgram run = StartCall("run", "--bundle", Bundle, Id);
        WaitUntil(() => File.Exists($"{Rootfs}/ready"), "the container slept");

        Assert.Equal(s_success, HostProgram.Run(Place, "kill", "-TERM", $"{run.Pid}"));

        Assert.Equal(new Outcome(143, "", ""), run.Wait());
        AssertNothingLeft();
    }

    [Fact]
    public void The_container_is_what_the_bundle_was_when_it_was_created()
    {
        Config.Args("echo", "before");
        HostProgram create = Create();
        Config.Args("echo", "after");
        WriteConfig();

        Assert.Equal(s_success, Call("start", Id));
        WaitUntil(() => Status() == "stopped", "the container had stopped");
        Assert.Equal("before\n", create.Output);
    }

    [Fact]
    public void A_create_that_is_killed_is_undone_by_delete()
    {
        Config.Args("sleep", "600");
        WriteConfig();
        for (int delay = 0; delay < 24; delay++)
        {
            HostProgram create = StartCall("create", "--bundle", Bundle, Id);
            Thread.Sleep(delay * 4);
            create.Kill();
            create.Wait();
            Outcome delete = Call("delete", Id);
            bool isUndone = delete == s_success || delete == Failure("delete", "container does not exist");
            Assert.True(isUndone, $"after {delay * 4} ms: {delete}");
            AssertNothingLeft();
        }
    }

    [Fact]
    public void A_run_that_is_killed_leaves_a_container_that_delete_ends()
    {
        Config.Args("sh", "-c", "touch /ready; sleep 600");
        WriteConfig();
        HostProgram run = StartCall("run", "--bundle", Bundle, Id);
        WaitUntil(() => File.Exists($"{Rootfs}/ready"), "the container ran");

        run.Kill();
        run.Wait();

        Assert.Equal("running", Status());
        Assert.Equal(s_success, Call("delete", "--force", Id));
        AssertNothingLeft();
    }

    [Fact]
    public void Many_runs_at_once_leave_nothing()
    {
        Config.Args("sh", "-c", "exit 7");
        WriteConfig();

        HostProgram[] runs = [.. Enumerable.Range(0, 30).Select(i => StartCall("run", "--bundle", Bundle, $"{Id}{i}"))];

        Assert.All(runs, run => Assert.Equal(new Outcome(7, "", ""), run.Wait()));
        AssertNothingLeft();
    }

    private static string LastLine(string text)
    {
        string[] lines = text.Split('\n');
        return lines[^2] + "\n";
    }
}
