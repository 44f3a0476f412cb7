using System;
using System.IO;
using System.Linq;
using Runtime.Commands;
using Runtime.Resources;
using Runtime.State;
using Runtime.Tests.Resources;
using Runtime.Tests.State;
using Xunit;

namespace Runtime.Tests.Commands;

/// <summary>On the host's own cgroups, because only they have controllers everywhere.</summary>
public sealed class UpdateTests
{
    [Fact]
    public void Options_change_the_limits_they_name() => InCgroup(container =>
    {
        Assert.Equal(new RuntimeCall(0, "", ""), container.Call("update", "--pids-limit", "50", "--memory", "64M", "web"));
        Assert.Equal("50\n", Read(container, "pids", "pids.max"));
        Assert.Equal("67108864\n", Read(container, "memory", "memory.limit_in_bytes", "memory.max"));

        Assert.Equal(new RuntimeCall(0, "", ""), container.Call("update", "web", "--pids-limit=-1"));
        Assert.Equal("max\n", Read(container, "pids", "pids.max"));
        Assert.Equal("67108864\n", Read(container, "memory", "memory.limit_in_bytes", "memory.max"));
    });

    [Fact]
    public void Resources_come_from_a_file() => InCgroup(container =>
    {
        using TemporaryDirectory place = new();
        File.WriteAllText($"{place.Path}/r.json", """{"pids": {"limit": 60}, "devices": [{"allow": false, "access": "rwm"}]}""");

        Assert.Equal(new RuntimeCall(0, "", ""), container.Call("update", "-r", $"{place.Path}/r.json", "web"));
        Assert.Equal("60\n", Read(container, "pids", "pids.max"));
    });

    [Fact]
    public void What_was_changed_is_in_the_configuration_of_the_container() => InCgroup(container =>
    {
        Assert.Equal(new RuntimeCall(0, "", ""), container.Call("update", "--memory", "64M", "--memory-swap=-1", "web"));
        Assert.Equal(new RuntimeCall(0, "", ""), container.Call("update", "--pids-limit", "50", "--memory", "32M", "web"));

        Assert.Equal(
            """
            {
            	"ociVersion": "1.3.0",
            	"linux": {
            		"resources": {
            			"pids": {
            				"limit": 50
            			},
            			"memory": {
            				"limit": 33554432,
            				"swap": -1
            			}
            		}
            	}
            }
            """,
            container.Config());
        Assert.Equal(["config.json", "state.json"], Array.ConvertAll(Directory.GetFiles($"{container.Root}/web"), Path.GetFileName).Order());
    });

    [Fact]
    public void A_limit_that_the_kernel_refuses_is_not_kept() => InCgroup(container =>
    {
        string before = container.Config();

        RuntimeCall call = container.Call("update", "--cpu-period", "1", "web");

        Assert.Equal(1, call.Status);
        Assert.Equal(before, container.Config());
    });

    [Theory]
    [InlineData("runtime: update \"web\": the options: blockIO.weight: expected an integer from 0 to 65535, got 70000\n", "--blkio-weight", "70000")]
    [InlineData("runtime: invalid value \"much\" for flag -memory: not a size such as 512M\n", "--memory", "much")]
    [InlineData("runtime: invalid value \"-3\" for flag -cpu-period: it is negative\n", "--cpu-period", "-3")]
    public void Wrong_value_is_refused(string error, params string[] options)
    {
        using StoredContainer container = new();

        RuntimeCall call = container.Call(["update", .. options, "web"]);

        Assert.Equal((1, error), (call.Status, call.Error));
    }

    [Fact]
    public void Ended_container_has_no_limits()
    {
        using StoredContainer container = new();
        container.EndProcess();

        Assert.Equal(
            new RuntimeCall(1, "", "runtime: update \"web\": container not running\n"),
            container.Call("update", "--pids-limit", "5", "web"));
    }

    private static string Read(StoredContainer container, string controller, params string[] files)
    {
        SavedCgroup cgroup = Assert.Single(container.State.Cgroups, c => c.Controller == controller || (c.Controller.Length == 0 && container.State.Cgroups.Length == 1));
        return File.ReadAllText(Array.Find(Array.ConvertAll(files, file => $"{cgroup.Path}/{file}"), File.Exists)!);
    }

    internal static void InCgroup(Action<StoredContainer> test)
    {
        using TemporaryCgroup place = new();
        using Cgroup cgroup = Cgroup.Prepare(CgroupLayout.Detect(), place.Path, "web", ignorePermissionErrors: false);
        cgroup.Create();
        using StoredContainer container = new(cgroups: SavedCgroups.Of(cgroup));
        cgroup.Join(container.Process.Id);
        test(container);
    }
}
