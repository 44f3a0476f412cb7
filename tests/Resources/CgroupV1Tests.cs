using System;
using System.IO;
using System.Linq;
using Runtime.Config;
using Runtime.Resources;
using Xunit;

namespace Runtime.Tests.Resources;

public sealed class CgroupV1Tests
{
    private static readonly CgroupLayout s_layout = CgroupLayout.Detect();

    [Fact]
    public void Container_is_in_every_hierarchy_and_leaves_nothing()
    {
        Run(path =>
        {
            using Cgroup cgroup = Prepare(path + "/pod/web");

            cgroup.Create();
            using SleepingProcess process = new();
            cgroup.Join(process.Pid);

            Assert.Equal(Mounts().Select(mount => mount + path + "/pod/web").Order(), cgroup.Paths.Select(place => place.Path).Distinct().Order());
            Assert.All(cgroup.Paths, place => Assert.Equal(process.Pid + "\n", File.ReadAllText(place.Path + "/cgroup.procs")));
            Assert.All(cgroup.Paths, place => Assert.True(place.IsOurs));
            Assert.Null(cgroup.CloneTarget);
            Assert.Equal([process.Pid], cgroup.GetPids());

            cgroup.Kill();
            Assert.True(process.DiesWithin(TimeSpan.FromSeconds(5)));
            cgroup.Undo();

            Assert.All(Mounts(), mount => Assert.False(Directory.Exists(mount + path)));
        });
    }

    [Fact]
    public void Cpuset_has_what_its_parents_have()
    {
        Run(path =>
        {
            using Cgroup cgroup = Prepare(path + "/pod/web");
            cgroup.Create();

            string mount = s_layout.Find("cpuset")!.MountPoint;
            Assert.Equal(File.ReadAllText(mount + "/cpuset.cpus"), File.ReadAllText(mount + path + "/pod/web/cpuset.cpus"));
            Assert.Equal(File.ReadAllText(mount + "/cpuset.mems"), File.ReadAllText(mount + path + "/pod/cpuset.mems"));
        });
    }

    [Fact]
    public void Cgroup_that_was_there_before_stays()
    {
        Run(path =>
        {
            string there = s_layout.Find("pids")!.MountPoint + path;
            Directory.CreateDirectory(there);
            using Cgroup cgroup = Prepare(path);
            cgroup.Create();

            cgroup.Remove();

            Assert.Equal([there], Mounts().Select(mount => mount + path).Where(Directory.Exists));
        });
    }

    [Fact]
    public void Cgroup_with_processes_is_refused()
    {
        Run(path =>
        {
            string there = s_layout.Find("devices")!.MountPoint + path;
            Directory.CreateDirectory(there);
            using SleepingProcess one = new();
            using SleepingProcess other = new();
            File.WriteAllText(there + "/cgroup.procs", one.Pid.ToString());
            File.WriteAllText(there + "/cgroup.procs", other.Pid.ToString());
            using Cgroup cgroup = Prepare(path);

            CgroupException refusal = Assert.Throws<CgroupException>(cgroup.Create);

            Assert.Equal("container's cgroup is not empty: 2 process(es) found", refusal.Message);
        });
    }

    [Fact]
    public void Frozen_cgroup_is_refused()
    {
        Run(path =>
        {
            Directory.CreateDirectory(s_layout.Find("devices")!.MountPoint + path);
            string freezer = s_layout.Find("freezer")!.MountPoint + path;
            Directory.CreateDirectory(freezer);
            File.WriteAllText(freezer + "/freezer.state", "FROZEN");
            using Cgroup cgroup = Prepare(path);

            CgroupException refusal = Assert.Throws<CgroupException>(cgroup.Create);

            Assert.Equal("container's cgroup unexpectedly frozen", refusal.Message);
        });
    }

    [Fact]
    public void Container_is_frozen_thawed_and_killed_while_frozen_from_its_saved_paths()
    {
        Run(path =>
        {
            using SleepingProcess process = new();
            CgroupPlace[] saved;
            using (Cgroup created = Prepare(path))
            {
                created.Create();
                created.Join(process.Pid);
                saved = created.Paths;
            }
            using Cgroup cgroup = Cgroup.FromPaths(s_layout, saved);

            Assert.Equal(saved, cgroup.Paths);
            Assert.False(cgroup.IsFrozen);
            cgroup.Freeze();
            Assert.True(cgroup.IsFrozen);
            Assert.Equal("FROZEN\n", File.ReadAllText(s_layout.Find("freezer")!.MountPoint + path + "/freezer.state"));
            cgroup.Thaw();
            Assert.False(cgroup.IsFrozen);
            cgroup.Freeze();

            cgroup.Kill();

            Assert.True(process.DiesWithin(TimeSpan.FromSeconds(5)));
            cgroup.Remove();
            Assert.All(Mounts(), mount => Assert.False(Directory.Exists(mount + path)));
        });
    }

    [Fact]
    public void Relative_path_is_below_this_process_own_cgroup_in_each_hierarchy()
    {
        Assert.SkipWhen(s_layout.IsUnified, "this host has only cgroup2");
        string own = File.ReadAllText("/proc/self/cgroup");
        string name = "runtime-tests-" + Guid.NewGuid().ToString("N")[..12];

        using Cgroup cgroup = Cgroup.Prepare(s_layout, null, name, ignorePermissionErrors: false);

        CgroupPlace memory = cgroup.Paths.Single(place => place.Controller == "memory");
        string ownMemory = CgroupLayout.OwnPath(s_layout.Find("memory")!, own).TrimEnd('/');
        Assert.Equal(s_layout.Find("memory")!.MountPoint + ownMemory + "/" + name, memory.Path);
    }

    [Fact]
    public void Unified_resources_are_refused()
    {
        Run(path =>
        {
            using Cgroup cgroup = Prepare(path);
            cgroup.Create();

            ConfigException refusal = Assert.Throws<ConfigException>(
                () => cgroup.Apply(new ResourcesSpec { Unified = [new NamedValue("memory.high", "1")] }));

            Assert.Equal("linux.resources.unified: invalid configuration: cannot use unified on cgroup v1", refusal.Message);
        });
    }

    private static void Run(Action<string> test)
    {
        Assert.SkipWhen(s_layout.IsUnified, "this host has only cgroup2");
        using TemporaryCgroup cgroup = new();
        test(cgroup.Path);
    }

    private static string[] Mounts()
    {
        return [.. s_layout.Hierarchies.Select(hierarchy => hierarchy.MountPoint), .. s_layout.Unified is null ? [] : new[] { s_layout.Unified.MountPoint }];
    }

    private static Cgroup Prepare(string path)
    {
        return Cgroup.Prepare(s_layout, path, "test", ignorePermissionErrors: false);
    }
}
