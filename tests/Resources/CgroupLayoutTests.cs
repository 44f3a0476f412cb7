using System.Linq;
using Runtime.Resources;
using Runtime.Syscalls;
using Xunit;

namespace Runtime.Tests.Resources;

public sealed class CgroupLayoutTests
{
    private const string Hybrid = """
        22 1 254:0 / / rw,relatime - ext4 /dev/root rw
        30 22 0:27 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755
        31 30 0:28 / /sys/fs/cgroup/cpu,cpuacct rw,relatime shared:9 master:2 - cgroup cgroup rw,cpu,cpuacct
        35 30 0:32 /docker/abc /sys/fs/cgroup/my\040devices rw,relatime - cgroup cgroup rw,devices
        36 30 0:32 / /mnt/devices rw,relatime - cgroup cgroup rw,devices
        39 30 0:36 / /sys/fs/cgroup/systemd rw,relatime - cgroup cgroup rw,xattr,release_agent=/lib/agent,name=systemd
        40 30 0:37 / /sys/fs/cgroup/mine rw,relatime - cgroup cgroup rw,name=mine
        41 30 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw,nsdelegate
        """;

    [Fact]
    public void Hybrid_layout_is_read_from_the_mount_table()
    {
        CgroupLayout layout = CgroupLayout.Parse(Hybrid);

        Assert.Equal((true, false, false), (layout.IsHybrid, layout.IsV1, layout.IsUnified));
        Assert.Equal(
            ["cpu,cpuacct on /sys/fs/cgroup/cpu,cpuacct of /", "devices on /sys/fs/cgroup/my devices of /docker/abc", "name=systemd on /sys/fs/cgroup/systemd of /"],
            layout.Hierarchies.Select(hierarchy => string.Join(',', hierarchy.Controllers) + " on " + hierarchy.MountPoint + " of " + hierarchy.MountedRoot));
        Assert.Equal("/sys/fs/cgroup/unified", layout.Unified!.MountPoint);
        Assert.Equal("/sys/fs/cgroup/cpu,cpuacct", layout.Find("cpuacct")!.MountPoint);
        Assert.Null(layout.Find("memory"));
    }

    [Fact]
    public void Without_cgroup2_it_is_v1()
    {
        CgroupLayout layout = CgroupLayout.Parse(Hybrid[..Hybrid.LastIndexOf('\n')]);

        Assert.Equal((false, true, false), (layout.IsHybrid, layout.IsV1, layout.IsUnified));
    }

    [Fact]
    public void Cgroup2_alone_is_unified_wherever_it_is()
    {
        CgroupLayout layout = CgroupLayout.Parse("41 30 0:38 / /mnt/c rw - cgroup2 none rw");

        Assert.Equal((false, false, true), (layout.IsHybrid, layout.IsV1, layout.IsUnified));
        Assert.Equal("/mnt/c", layout.Unified!.MountPoint);
    }

    [Fact]
    public void Host_without_cgroups_is_refused()
    {
        KernelException refusal = Assert.Throws<KernelException>(() => CgroupLayout.Parse("22 1 254:0 / / rw,relatime - ext4 /dev/root rw\n"));

        Assert.Equal("finding a mounted cgroup file system: no such file or directory (ENOENT)", refusal.Message);
    }

    [Fact]
    public void Own_path_is_found_in_each_hierarchy()
    {
        CgroupLayout layout = CgroupLayout.Parse(Hybrid);
        const string Own = "12:cpuacct,cpu:/a\n8:devices:/b:c/d\n1:name=systemd:/e\n0::/f\n";

        Assert.Equal("/a", CgroupLayout.OwnPath(layout.Find("cpu")!, Own));
        Assert.Equal("/b:c/d", CgroupLayout.OwnPath(layout.Find("devices")!, Own));
        Assert.Equal("/e", CgroupLayout.OwnPath(layout.Find("name=systemd")!, Own));
        Assert.Equal("/f", CgroupLayout.OwnPath(layout.Unified!, Own));
    }

    [Fact]
    public void Unified_host_is_seen_without_the_mount_table()
    {
        UnifiedView.Run(_ =>
        {
            CgroupLayout layout = CgroupLayout.Detect();

            Assert.True(layout.IsUnified);
            Assert.Equal("/sys/fs/cgroup", layout.Unified!.MountPoint);
        });
    }
}
