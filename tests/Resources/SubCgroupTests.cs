using System.IO;
using Runtime.Resources;
using Runtime.Syscalls;
using Xunit;

namespace Runtime.Tests.Resources;

public sealed class SubCgroupTests
{
    [Fact]
    public void Process_joins_below()
    {
        UnifiedView.Run(path =>
        {
            using Cgroup cgroup = Cgroup.Prepare(CgroupLayout.Detect(), path, "web", ignorePermissionErrors: false);
            cgroup.Create();
            string below = "/sys/fs/cgroup" + path + "/a/b";
            Directory.CreateDirectory(below);
            using SleepingProcess process = new();

            cgroup.Descend("", "a/b");
            cgroup.Join(process.Pid);

            Assert.Equal(process.Pid + "\n", File.ReadAllText(below + "/cgroup.procs"));
            KernelException error = Assert.Throws<KernelException>(() => cgroup.Descend("", "none"));
            Assert.Equal($"opening the cgroup \"{below}/none\": no such file or directory (ENOENT)", error.Message);
            CgroupException unknown = Assert.Throws<CgroupException>(() => cgroup.Descend("memory", "a"));
            Assert.Equal("--cgroup: cgroup v2 has no hierarchy of its own for the controller \"memory\"", unknown.Message);
        });
    }

    [Fact]
    public void Process_is_followed_to_where_it_moved()
    {
        UnifiedView.Run(path =>
        {
            using Cgroup cgroup = Cgroup.Prepare(CgroupLayout.Detect(), path, "web", ignorePermissionErrors: false);
            cgroup.Create();
            using SleepingProcess process = new();
            cgroup.Join(process.Pid);

            Assert.False(cgroup.TryFollow(process.Pid));

            string below = "/sys/fs/cgroup" + path + "/init";
            Directory.CreateDirectory(below);
            File.WriteAllText(below + "/cgroup.procs", process.Pid.ToString());

            Assert.True(cgroup.TryFollow(process.Pid));
            Assert.Equal(below, Kernel.ReadLink("/proc/thread-self/fd/" + cgroup.CloneTarget!.Number));
        });
    }
}
