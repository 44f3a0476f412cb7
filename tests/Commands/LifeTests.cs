using System.IO;
using Runtime.Config;
using Runtime.State;
using Xunit;

namespace Runtime.Tests.Commands;

/// <summary>state, list, kill and delete of a container whose process is real.</summary>
public sealed class LifeTests
{
    [Fact]
    public void State_is_indented_by_two_and_has_no_line_feed_at_the_end()
    {
        using StoredContainer container = new();
        container.Save(container.State with { Annotations = [new NamedValue("org.example/a", "1 < 2")] });

        Assert.Equal(
            new RuntimeCall(
                0,
                $$"""
                {
                  "ociVersion": "1.3.0",
                  "id": "web",
                  "pid": {{container.Process.Id}},
                  "status": "running",
                  "bundle": "/bundle",
                  "rootfs": "/bundle/rootfs",
                  "created": "2026-01-02T03:04:05.6Z",
                  "annotations": {
                    "org.example/a": "1 < 2"
                  },
                  "owner": ""
                }
                """,
                ""),
            container.Call("state", "web"));
    }

    [Fact]
    public void State_of_an_ended_container_has_no_pid()
    {
        using StoredContainer container = new();
        container.EndProcess();

        string output = container.Call("state", "web").Output;

        Assert.Contains("\"pid\": 0,\n  \"status\": \"stopped\",", output, System.StringComparison.Ordinal);
    }

    [Fact]
    public void State_of_a_supervised_container_has_its_end_once_it_has_ended()
    {
        using StoredContainer container = new();
        Directory.CreateDirectory($"{container.Root}/web/supervise");
        File.WriteAllText($"{container.Root}/web/supervise/exit", "{\"pid\":1,\"exitCode\":137,\"exitedAt\":1767323045,\"exitedAtNanoseconds\":0,\"oomKilled\":true}\n");
        Assert.DoesNotContain("exitCode", container.Call("state", "web").Output, System.StringComparison.Ordinal);
        container.EndProcess();

        Assert.EndsWith(
            "  \"created\": \"2026-01-02T03:04:05.6Z\",\n  \"exitCode\": 137,\n  \"exitedAt\": \"2026-01-02T03:04:05Z\",\n  \"oomKilled\": true,\n  \"owner\": \"\"\n}",
            container.Call("state", "web").Output,
            System.StringComparison.Ordinal);
        Assert.Contains("\"exitCode\":137,\"exitedAt\":\"2026-01-02T03:04:05Z\",\"oomKilled\":true,", container.Call("list", "--format", "json").Output, System.StringComparison.Ordinal);
    }

    [Fact]
    public void List_is_a_table()
    {
        using StoredContainer container = new(waitsForStart: true);

        Assert.Equal(
            new RuntimeCall(
                0,
                "ID          PID         STATUS      BUNDLE      CREATED                  OWNER\n" +
                $"web         {container.Process.Id,-12}created     /bundle     2026-01-02T03:04:05.6Z   root\n",
                ""),
            container.Call("list"));
    }

    [Fact]
    public void List_is_json_on_one_line()
    {
        using StoredContainer container = new();

        Assert.Equal(
            new RuntimeCall(
                0,
                $$"""[{"ociVersion":"1.3.0","id":"web","pid":{{container.Process.Id}},"status":"running","bundle":"/bundle","rootfs":"/bundle/rootfs","created":"2026-01-02T03:04:05.6Z","owner":"root"}]""" + "\n",
                ""),
            container.Call("list", "--format=json"));
    }

    [Fact]
    public void List_can_be_of_ids_only_or_empty()
    {
        using StoredContainer container = new();

        Assert.Equal(new RuntimeCall(0, "web\n", ""), container.Call("list", "-q"));
        container.EndProcess();
        container.Call("delete", "web");
        Assert.Equal(new RuntimeCall(0, "null\n", ""), container.Call("list", "-f", "json"));
        Assert.Equal(new RuntimeCall(0, "ID          PID         STATUS      BUNDLE      CREATED     OWNER\n", ""), container.Call("list"));
    }

    [Fact]
    public void A_broken_container_does_not_hide_the_others_of_a_list()
    {
        using StoredContainer container = new();
        Directory.CreateDirectory($"{container.Root}/broken");

        Assert.Equal(new RuntimeCall(0, "web\n", "load container broken: container does not exist\n"), container.Call("list", "-q"));
    }

    [Fact]
    public void Kill_sends_the_signal_by_any_name()
    {
        using StoredContainer container = new();

        Assert.Equal(new RuntimeCall(0, "", ""), container.Call("kill", "web", "0"));
        Assert.False(container.Process.HasExited);
        Assert.Equal(new RuntimeCall(0, "", ""), container.Call("kill", "web", "sigusr1"));
        container.Process.WaitForExit();
        Assert.Equal(128 + 10, container.Process.ExitCode);
    }

    [Fact]
    public void Kill_of_an_ended_container_is_refused()
    {
        using StoredContainer container = new();
        container.EndProcess();

        Assert.Equal(new RuntimeCall(1, "", "runtime: kill \"web\": container not running\n"), container.Call("kill", "web", "KILL"));
        Assert.Equal(new RuntimeCall(0, "", ""), container.Call("kill", "--all", "web", "KILL"));
    }

    [Fact] // a pid is reused, its start time is not
    public void Kill_of_a_reused_pid_is_refused()
    {
        using StoredContainer container = new();
        container.Save(container.State with { StartTime = container.State.StartTime + 1 });

        Assert.Equal(new RuntimeCall(1, "", "runtime: kill \"web\": container not running\n"), container.Call("kill", "web", "KILL"));
        Assert.False(container.Process.HasExited);
    }

    [Fact]
    public void Delete_of_a_running_container_is_refused_and_harmless()
    {
        using StoredContainer container = new();

        Assert.Equal(
            new RuntimeCall(1, "", "runtime: delete \"web\": cannot delete container web that is not stopped: running\n"),
            container.Call("delete", "web"));
        Assert.False(container.Process.HasExited);
        Assert.True(File.Exists($"{container.Root}/web/state.json"));
    }

    [Fact]
    public void Forced_delete_of_a_running_container_kills_it()
    {
        using StoredContainer container = new();

        Assert.Equal(new RuntimeCall(0, "", ""), container.Call("delete", "--force", "web"));
        container.Process.WaitForExit();
        Assert.Equal(128 + 9, container.Process.ExitCode);
        Assert.Equal([], Directory.GetFileSystemEntries(container.Root));
    }

    [Fact]
    public void Delete_of_a_created_container_kills_it()
    {
        using StoredContainer container = new(waitsForStart: true);

        Assert.Equal(new RuntimeCall(0, "", ""), container.Call("delete", "web"));
        container.Process.WaitForExit();
        Assert.Equal(128 + 9, container.Process.ExitCode);
        Assert.Equal([], Directory.GetFileSystemEntries(container.Root));
    }

    [Fact]
    public void Delete_undoes_a_create_that_was_killed()
    {
        using StoredContainer container = new();
        container.Save(container.State with { Pid = 0, StartTime = 0 });

        Assert.Contains("\"status\": \"stopped\"", container.Call("state", "web").Output, System.StringComparison.Ordinal);
        Assert.Equal(new RuntimeCall(0, "", ""), container.Call("delete", "web"));
        Assert.Equal([], Directory.GetFileSystemEntries(container.Root));
    }

    [Fact]
    public void Delete_undoes_a_create_that_was_killed_before_its_intent()
    {
        using StoredContainer container = new();
        File.Delete($"{container.Root}/web/state.json");

        Assert.Equal(new RuntimeCall(0, "", ""), container.Call("delete", "web"));
        Assert.Equal([], Directory.GetFileSystemEntries(container.Root));
    }

    [Theory]
    [InlineData("delete", "web")]
    [InlineData("delete", "--force", "web")]
    public void Delete_keeps_its_hands_off_a_create_at_work(params string[] words)
    {
        using StoredContainer container = new();
        container.Save(container.State with { Pid = 0, StartTime = 0 });
        using StateRoot root = StateRoot.Open(container.Root)!;
        using StateDirectory creator = StateDirectory.Open(root, "web")!;
        creator.Lock();

        Assert.Contains("\"status\": \"creating\"", container.Call("state", "web").Output, System.StringComparison.Ordinal);
        Assert.Equal(
            new RuntimeCall(1, "", "runtime: delete \"web\": cannot delete container web that is not stopped: creating\n"),
            container.Call(words));
        Assert.True(File.Exists($"{container.Root}/web/state.json"));
    }

    [Fact]
    public void Without_a_cgroup_nothing_can_be_paused_or_listed()
    {
        using StoredContainer container = new();

        Assert.Equal(new RuntimeCall(1, "", "runtime: pause \"web\": container has no cgroup\n"), container.Call("pause", "web"));
        Assert.Equal(new RuntimeCall(1, "", "runtime: ps \"web\": container has no cgroup\n"), container.Call("ps", "web"));
        Assert.Equal(new RuntimeCall(1, "", "runtime: resume \"web\": container not paused\n"), container.Call("resume", "web"));
    }
}
