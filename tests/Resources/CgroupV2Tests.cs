using System;
using System.IO;
using System.Linq;
using Runtime.Config;
using Runtime.Resources;
using Runtime.Syscalls;
using Xunit;

namespace Runtime.Tests.Resources;

public sealed class CgroupV2Tests
{
    [Fact]
    public void Container_lives_and_leaves_nothing()
    {
        UnifiedView.Run(path =>
        {
            using Cgroup cgroup = Prepare(path + "/pod/web");

            cgroup.Create();
            cgroup.Apply(null);
            using SleepingProcess process = new();
            cgroup.Join(process.Pid);

            CgroupPlace place = Assert.Single(cgroup.Paths);
            Assert.Equal(new CgroupPlace("", "/sys/fs/cgroup" + path + "/pod/web", true), place);
            Assert.Equal([process.Pid], cgroup.GetPids());
            Assert.Equal("/sys/fs/cgroup" + path + "/pod/web", Kernel.ReadLink("/proc/thread-self/fd/" + cgroup.CloneTarget!.Number));

            cgroup.Kill();

            Assert.True(process.DiesWithin(TimeSpan.FromSeconds(5)));

            cgroup.Remove();

            Assert.False(Directory.Exists("/sys/fs/cgroup" + path + "/pod/web"));
            Assert.True(Directory.Exists("/sys/fs/cgroup" + path + "/pod"));
        });
    }

    [Fact]
    public void Undo_also_removes_the_parents_it_made_and_no_others()
    {
        UnifiedView.Run(path =>
        {
            Directory.CreateDirectory("/sys/fs/cgroup" + path + "/there");
            using Cgroup cgroup = Prepare(path + "/there/made/made/web");
            cgroup.Create();

            cgroup.Undo();

            Assert.Equal(["/sys/fs/cgroup" + path + "/there"], Directory.GetDirectories("/sys/fs/cgroup" + path));
            Assert.Empty(Directory.GetDirectories("/sys/fs/cgroup" + path + "/there"));
        });
    }

    [Fact]
    public void Nested_cgroups_are_killed_counted_and_removed()
    {
        UnifiedView.Run(path =>
        {
            using Cgroup cgroup = Prepare(path);
            cgroup.Create();
            string nested = "/sys/fs/cgroup" + path + "/a/b";
            Directory.CreateDirectory(nested);
            using SleepingProcess process = new();
            File.WriteAllText(nested + "/cgroup.procs", process.Pid.ToString());

            Assert.Equal([process.Pid], cgroup.GetPids());

            cgroup.Kill();
            cgroup.Remove();

            Assert.False(Directory.Exists("/sys/fs/cgroup" + path));
        });
    }

    [Fact]
    public void Cgroup_that_was_there_before_stays()
    {
        UnifiedView.Run(path =>
        {
            Directory.CreateDirectory("/sys/fs/cgroup" + path);
            using Cgroup cgroup = Prepare(path);

            cgroup.Create();
            cgroup.Apply(null);
            cgroup.Remove();

            Assert.False(Assert.Single(cgroup.Paths).IsOurs);
            Assert.True(Directory.Exists("/sys/fs/cgroup" + path));
        });
    }

    [Fact]
    public void Cgroup_with_processes_is_refused()
    {
        UnifiedView.Run(path =>
        {
            Directory.CreateDirectory("/sys/fs/cgroup" + path + "/nested");
            using SleepingProcess process = new();
            File.WriteAllText("/sys/fs/cgroup" + path + "/nested/cgroup.procs", process.Pid.ToString());
            using Cgroup cgroup = Prepare(path);

            CgroupException refusal = Assert.Throws<CgroupException>(cgroup.Create);

            Assert.Equal("container's cgroup is not empty: 1 process(es) found", refusal.Message);
        });
    }

    [Fact]
    public void Frozen_cgroup_is_refused()
    {
        UnifiedView.Run(path =>
        {
            Directory.CreateDirectory("/sys/fs/cgroup" + path);
            File.WriteAllText("/sys/fs/cgroup" + path + "/cgroup.freeze", "1");
            using Cgroup cgroup = Prepare(path);

            CgroupException refusal = Assert.Throws<CgroupException>(cgroup.Create);

            Assert.Equal("container's cgroup unexpectedly frozen", refusal.Message);
        });
    }

    [Fact]
    public void Container_is_found_again_from_its_saved_paths()
    {
        UnifiedView.Run(path =>
        {
            using SleepingProcess process = new();
            CgroupPlace[] saved;
            using (Cgroup created = Prepare(path))
            {
                created.Create();
                created.Join(process.Pid);
                saved = created.Paths;
            }

            using Cgroup cgroup = Cgroup.FromPaths(CgroupLayout.Detect(), saved);

            Assert.Equal([process.Pid], cgroup.GetPids());
            Assert.Equal(saved, cgroup.Paths);
            cgroup.Kill();
            cgroup.Remove();
            Assert.False(Directory.Exists("/sys/fs/cgroup" + path));
        });
    }

    [Fact]
    public void Everything_may_be_repeated_after_the_cgroup_is_gone()
    {
        UnifiedView.Run(path =>
        {
            using Cgroup cgroup = Cgroup.FromPaths(CgroupLayout.Detect(), [new CgroupPlace("", "/sys/fs/cgroup" + path + "/gone", true)]);

            cgroup.Kill();
            cgroup.Remove();

            Assert.Empty(cgroup.GetPids());
            Assert.False(cgroup.IsFrozen);
            Assert.Null(cgroup.OomKillCount());
        });
    }

    [Fact]
    public void Saved_path_outside_the_mount_point_is_refused()
    {
        UnifiedView.Run(_ =>
        {
            KernelException refusal = Assert.Throws<KernelException>(
                () => Cgroup.FromPaths(CgroupLayout.Detect(), [new CgroupPlace("", "/etc", true)]));

            Assert.Equal("finding the cgroup \"/etc\" below \"/sys/fs/cgroup\": no such file or directory (ENOENT)", refusal.Message);
        });
    }

    [Fact]
    public void Freeze_waits_until_every_process_has_stopped()
    {
        UnifiedView.Run(path =>
        {
            using Cgroup cgroup = Prepare(path);
            cgroup.Create();
            using SleepingProcess process = new();
            cgroup.Join(process.Pid);

            Assert.False(cgroup.IsFrozen);
            cgroup.Freeze();
            Assert.True(cgroup.IsFrozen);
            Assert.Contains("frozen 1", File.ReadAllText("/sys/fs/cgroup" + path + "/cgroup.events"));
            cgroup.Thaw();
            Assert.False(cgroup.IsFrozen);
            Assert.Contains("frozen 0", File.ReadAllText("/sys/fs/cgroup" + path + "/cgroup.events"));
        });
    }

    [Fact]
    public void Frozen_container_dies_of_kill()
    {
        UnifiedView.Run(path =>
        {
            using Cgroup cgroup = Prepare(path);
            cgroup.Create();
            using SleepingProcess process = new();
            cgroup.Join(process.Pid);
            cgroup.Freeze();

            cgroup.Kill();

            Assert.True(process.DiesWithin(TimeSpan.FromSeconds(5)));
            cgroup.Remove();
        });
    }

    [Fact] // as on Linux before 5.14, where there is no cgroup.kill
    public void Processes_are_killed_one_by_one_too()
    {
        UnifiedView.Run(path =>
        {
            using Cgroup cgroup = Prepare(path);
            cgroup.Create();
            using SleepingProcess one = new();
            using SleepingProcess other = new();
            cgroup.Join(one.Pid);
            cgroup.Join(other.Pid);

            CgroupRemoval.KillEach(cgroup);

            Assert.Empty(cgroup.GetPids());
            Assert.False(cgroup.IsFrozen);
        });
    }

    [Fact]
    public void Delegation_gives_the_directory_and_the_listed_files_to_the_user()
    {
        UnifiedView.Run(path =>
        {
            using Cgroup cgroup = Prepare(path);
            cgroup.Create();

            cgroup.Delegate(1234);

            string[] files = [.. Directory.GetFileSystemEntries("/sys/fs/cgroup" + path).Where(file => Kernel.Stat(file).stx_uid == 1234).Order()];
            string[] delegated = [.. File.ReadAllLines("/sys/kernel/cgroup/delegate").Select(file => "/sys/fs/cgroup" + path + "/" + file).Where(File.Exists).Order()];
            Assert.Equal(delegated, files);
            Assert.Contains("/sys/fs/cgroup" + path + "/cgroup.procs", files);
            Assert.Equal((1234u, 0u), (Kernel.Stat("/sys/fs/cgroup" + path).stx_uid, Kernel.Stat("/sys/fs/cgroup" + path).stx_gid));
        });
    }

    [Fact]
    public void Controller_a_limit_needs_is_handed_down_from_the_root()
    {
        UnifiedView.Run(path =>
        {
            string? controller = File.ReadAllText("/sys/fs/cgroup/cgroup.controllers").TrimEnd('\n').Split(' ').FirstOrDefault(name => name == "hugetlb");
            Assert.SkipWhen(controller is null, "this kernel's cgroup2 does not have the hugetlb controller");
            using Cgroup cgroup = Prepare(path + "/pod/web");
            cgroup.Create();

            cgroup.Apply(new ResourcesSpec { HugepageLimits = [new HugepageLimitSpec { PageSize = "2MB", Limit = 4194304 }] });

            string directory = "/sys/fs/cgroup" + path + "/pod/web/";
            Assert.Equal("hugetlb\n", File.ReadAllText(directory + "cgroup.controllers"));
            Assert.Equal("4194304\n", File.ReadAllText(directory + "hugetlb.2MB.max"));
            Assert.Equal("4194304\n", File.ReadAllText(directory + "hugetlb.2MB.rsvd.max"));
        });
    }

    [Fact]
    public void Limit_of_a_controller_that_is_not_there_names_it()
    {
        UnifiedView.Run(path =>
        {
            Assert.SkipWhen(File.ReadAllText("/sys/fs/cgroup/cgroup.controllers").Contains("pids"), "the pids controller is there");
            using Cgroup cgroup = Prepare(path);
            cgroup.Create();

            KernelException refusal = Assert.Throws<KernelException>(
                () => cgroup.Apply(new ResourcesSpec { Pids = new PidsSpec { Limit = 7 } }));

            Assert.Equal("writing \"7\" to \"/sys/fs/cgroup" + path + "/pids.max\": no such file or directory (ENOENT); "
                + "the controller \"pids\" is not available there", refusal.Message);
        });
    }

    private static Cgroup Prepare(string path)
    {
        return Cgroup.Prepare(CgroupLayout.Detect(), path, "test", ignorePermissionErrors: false);
    }
}
