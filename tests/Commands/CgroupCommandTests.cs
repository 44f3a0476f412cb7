using System;
using System.IO;
using Runtime.Commands;
using Runtime.Resources;
using Runtime.Tests.Resources;
using Xunit;

namespace Runtime.Tests.Commands;

/// <summary>ps, pause, resume, kill and delete of a container with a cgroup.</summary>
public sealed class CgroupCommandTests
{
    [Fact]
    public void Ps_lists_the_processes_as_the_host_numbers_them() => InCgroup((container, other) =>
    {
        int[] pids = [container.Process.Id, other.Pid];
        Array.Sort(pids);

        Assert.Equal(new RuntimeCall(0, $"[{pids[0]},{pids[1]}]\n", ""), container.Call("ps", "--format", "json", "web"));
    });

    [Fact]
    public void Paused_container_is_seen_as_such_until_it_is_resumed() => InCgroup((container, _) =>
    {
        Assert.Equal(new RuntimeCall(0, "", ""), container.Call("pause", "web"));
        Assert.Contains("\"status\": \"paused\"", container.Call("state", "web").Output, StringComparison.Ordinal);
        Assert.Equal(new RuntimeCall(1, "", "runtime: pause \"web\": container not running\n"), container.Call("pause", "web"));
        Assert.Equal(
            new RuntimeCall(1, "", "runtime: delete \"web\": cannot delete container web that is not stopped: paused\n"),
            container.Call("delete", "web"));
        Assert.Equal(new RuntimeCall(0, "", ""), container.Call("resume", "web"));
        Assert.Contains("\"status\": \"running\"", container.Call("state", "web").Output, StringComparison.Ordinal);
        Assert.Equal(new RuntimeCall(1, "", "runtime: resume \"web\": container not paused\n"), container.Call("resume", "web"));
    });

    [Fact]
    public void Kill_of_a_shared_pid_namespace_reaches_everybody() => InCgroup((container, other) =>
    {
        Assert.Equal(new RuntimeCall(0, "", ""), container.Call("kill", "web", "KILL"));
        container.Process.WaitForExit();
        Assert.True(other.DiesWithin(TimeSpan.FromSeconds(5)));
    });

    [Fact]
    public void Other_signals_reach_the_first_process_only() => InCgroup((container, other) =>
    {
        Assert.Equal(new RuntimeCall(0, "", ""), container.Call("kill", "web", "TERM"));
        container.Process.WaitForExit();
        Assert.False(other.DiesWithin(TimeSpan.Zero));
    });

    [Fact]
    public void Kill_of_what_outlived_the_first_process_is_no_error() => InCgroup((container, other) =>
    {
        container.EndProcess();

        Assert.Equal(new RuntimeCall(0, "", ""), container.Call("kill", "web", "9"));
        Assert.True(other.DiesWithin(TimeSpan.FromSeconds(5)));
    });

    [Fact]
    public void Delete_kills_what_outlived_the_first_process_and_removes_the_cgroup() => InCgroup((container, other) =>
    {
        container.EndProcess();

        Assert.Equal(new RuntimeCall(0, "", ""), container.Call("delete", "web"));
        Assert.True(other.DiesWithin(TimeSpan.FromSeconds(5)));
        Assert.False(Directory.Exists(container.State.Cgroups[0].Path));
        Assert.Equal([], Directory.GetFileSystemEntries(container.Root));
    });

    [Fact]
    public void Forced_delete_of_a_paused_container_leaves_nothing() => InCgroup((container, other) =>
    {
        container.Call("pause", "web");

        Assert.Equal(new RuntimeCall(0, "", ""), container.Call("delete", "-f", "web"));
        Assert.True(other.DiesWithin(TimeSpan.FromSeconds(5)));
        Assert.False(Directory.Exists(container.State.Cgroups[0].Path));
    });

    [Fact]
    public void Delete_of_a_killed_create_removes_its_cgroup() => InCgroup((container, other) =>
    {
        container.Save(container.State with { Pid = 0, StartTime = 0, HasPrivatePidNamespace = true });
        container.EndProcess();
        Runtime.Syscalls.Kernel.Kill(other.Pid, 9);
        Assert.True(other.DiesWithin(TimeSpan.FromSeconds(5)));

        Assert.Equal(new RuntimeCall(0, "", ""), container.Call("delete", "web"));
        Assert.False(Directory.Exists(container.State.Cgroups[0].Path));
    });

    private static void InCgroup(Action<StoredContainer, SleepingProcess> test) => UnifiedView.Run(path =>
    {
        using Cgroup cgroup = Cgroup.Prepare(CgroupLayout.Detect(), path, "web", ignorePermissionErrors: false);
        cgroup.Create();
        using SleepingProcess other = new();
        cgroup.Join(other.Pid);
        using StoredContainer container = new(cgroups: SavedCgroups.Of(cgroup));
        cgroup.Join(container.Process.Id);
        test(container, other);
    });
}
