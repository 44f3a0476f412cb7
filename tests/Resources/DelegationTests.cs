using Runtime.Config;
using Runtime.Resources;
using Xunit;

namespace Runtime.Tests.Resources;

public sealed class DelegationTests
{
    private static readonly MountSpec s_writable = new() { Destination = "/sys/fs/cgroup", Type = "cgroup", Options = ["nosuid", "rw"] };

    [Fact]
    public void User_of_the_process_gets_a_cgroup_it_can_write()
    {
        Assert.Equal(7u, Delegation.OwnerOf(Spec(s_writable)));
    }

    [Fact]
    public void User_of_a_user_namespace_is_the_one_of_the_host()
    {
        Spec spec = Spec(s_writable);

        spec = spec with
        {
            Linux = spec.Linux with
            {
                Namespaces = [.. spec.Linux.Namespaces, new NamespaceSpec { Type = NamespaceType.User }],
                UidMappings = [new IdMappingSpec { ContainerID = 0, HostID = 1000, Size = 1 }, new IdMappingSpec { ContainerID = 1, HostID = 100_000, Size = 10 }],
            },
        };

        Assert.Equal(100_006u, Delegation.OwnerOf(spec));
    }

    [Fact]
    public void Read_only_mount_gives_nothing()
    {
        Assert.Null(Delegation.OwnerOf(Spec(s_writable with { Options = ["ro"] })));
    }

    [Fact]
    public void Cgroup_namespace_of_the_host_gives_nothing()
    {
        Spec spec = Spec(s_writable);

        Assert.Null(Delegation.OwnerOf(spec with { Linux = spec.Linux with { Namespaces = [] } }));
    }

    private static Spec Spec(MountSpec mount)
    {
        Spec spec = SpecReader.ReadSpec("config.json", """{"ociVersion": "1.3.0", "root": {"path": "r"}, "process": {"cwd": "/", "args": ["x"], "user": {"uid": 7, "gid": 7}}}"""u8.ToArray());
        return spec with
        {
            Mounts = [mount],
            Linux = spec.Linux with { Namespaces = [new NamespaceSpec { Type = NamespaceType.Cgroup }] },
        };
    }
}
