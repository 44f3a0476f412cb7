using System.Text;
using Runtime.Config;
using Xunit;

namespace Runtime.Tests.Config;

/// <summary>Complaints that depend on the machine or the caller; the others are examples in config-schema/bad.</summary>
public sealed class HostChecksTests
{
    private const string Mappings = """
        "uidMappings": [{ "containerID": 0, "hostID": 1000, "size": 1 }], "gidMappings": [{ "containerID": 0, "hostID": 1000, "size": 1 }]
        """;

    private static readonly HostFacts s_host = new() { IsRootless = false };
    private static readonly HostFacts s_rootless = new() { IsRootless = true };

    [Fact]
    public void Kernel_without_user_namespaces_is_named()
    {
        string message = Refusal(s_host with { HasUserNamespaces = false }, $$"""{ "namespaces": [{ "type": "user" }], {{Mappings}} }""");

        Assert.Equal("config.json: linux.namespaces: user namespaces aren't enabled in the kernel", message);
    }

    [Fact]
    public void Kernel_without_cgroup_namespaces_is_named()
    {
        string message = Refusal(s_host with { HasCgroupNamespaces = false }, """{ "namespaces": [{ "type": "cgroup" }] }""");

        Assert.Equal("config.json: linux.namespaces: cgroup namespaces aren't enabled in the kernel", message);
    }

    [Fact]
    public void Kernel_without_time_namespaces_is_named()
    {
        string message = Refusal(s_host with { HasTimeNamespaces = false }, """{ "namespaces": [{ "type": "time" }] }""");

        Assert.Equal("config.json: linux.namespaces: time namespaces aren't enabled in the kernel", message);
    }

    [Fact]
    public void Label_of_mounts_needs_selinux()
    {
        string message = Refusal(s_host, """{ "namespaces": [{ "type": "mount" }], "mountLabel": "system_u:object_r:container_file_t:s0" }""");

        Assert.Equal("config.json: linux.mountLabel: selinux label is specified in config, but selinux is disabled or not supported", message);
    }

    [Fact]
    public void Sysctl_of_a_joined_host_network_is_refused()
    {
        string linux = """{ "namespaces": [{ "type": "network", "path": "/proc/1/ns/net" }], "sysctl": { "net.core.somaxconn": "1" } }""";

        Assert.Equal(
            "config.json: linux.sysctl[\"net.core.somaxconn\"]: sysctl \"net.core.somaxconn\" not allowed in host network namespace",
            Refusal(s_host with { JoinsOwnNetwork = true }, linux));
    }

    [Fact]
    public void Rootless_container_needs_a_user_namespace()
    {
        Assert.Equal("config.json: linux.namespaces: rootless container requires user namespaces", Refusal(s_rootless, """{ "namespaces": [] }"""));
    }

    [Theory]
    [InlineData("uidMappings", "gidMappings", "GID")]
    [InlineData("gidMappings", "uidMappings", "UID")]
    public void Rootless_container_needs_both_mappings(string given, string missing, string kind)
    {
        string linux = $$"""{ "namespaces": [{ "type": "user" }], "{{given}}": [{ "containerID": 0, "hostID": 1000, "size": 1 }] }""";

        Assert.Equal($"config.json: linux.{missing}: rootless containers requires at least one {kind} mapping", Refusal(s_rootless, linux));
    }

    [Fact]
    public void Rootless_container_may_join_a_user_namespace_without_mappings()
    {
        Check(s_rootless, """{ "namespaces": [{ "type": "mount" }, { "type": "user", "path": "/proc/1/ns/user" }] }""", "");
    }

    [Theory]
    [InlineData("uid=1")]
    [InlineData("gid=5")]
    public void Rootless_mount_may_only_name_mapped_owners(string option)
    {
        string linux = $$"""{ "namespaces": [{ "type": "user" }], {{Mappings}} }""";
        string mounts = $$""", "mounts": [{ "destination": "/x", "type": "tmpfs", "options": ["uid=0", "gid=0", "{{option}}"] }]""";

        ConfigException exception = Assert.Throws<ConfigException>(() => Check(s_rootless, linux, mounts));

        Assert.Equal(
            $"config.json: mounts[0].options[2]: cannot specify {option} mount option for rootless container: the id is not mapped", exception.Message);
    }

    [Fact]
    public void Rootless_container_has_no_id_mapped_mounts()
    {
        string linux = $$"""{ "namespaces": [{ "type": "user" }], {{Mappings}} }""";
        string mounts = """, "mounts": [{ "destination": "/x", "source": "/srv", "options": ["bind", "idmap"] }]""";

        ConfigException exception = Assert.Throws<ConfigException>(() => Check(s_rootless, linux, mounts));

        Assert.Equal("config.json: mounts[0]: id-mapped mounts are not supported for rootless containers", exception.Message);
    }

    [Fact]
    public void Rootless_container_has_no_network_devices()
    {
        string linux = $$"""{ "namespaces": [{ "type": "user" }, { "type": "network" }], {{Mappings}}, "netDevices": { "eth1": {} } }""";

        Assert.Equal("config.json: linux.netDevices: network devices are not supported for rootless containers", Refusal(s_rootless, linux));
    }

    [Fact]
    public void Rootless_container_has_no_additional_groups()
    {
        string linux = $$"""{ "namespaces": [{ "type": "user" }], {{Mappings}} }""";

        ConfigException exception = Assert.Throws<ConfigException>(() => Check(s_rootless, linux, "", """, "user": { "additionalGids": [5] }"""));

        Assert.Equal("config.json: process.user.additionalGids: cannot set any additional groups in a rootless container", exception.Message);
    }

    [Theory]
    [InlineData("selinuxLabel", "selinux label is specified in config, but selinux is disabled or not supported")]
    [InlineData("apparmorProfile", "unable to apply apparmor profile: apparmor: config provided but apparmor not supported")]
    public void Label_needs_its_security_module(string property, string complaint)
    {
        ConfigException exception = Assert.Throws<ConfigException>(() => Check(s_host, "{}", "", $", \"{property}\": \"x\""));

        Assert.Equal($"config.json: process.{property}: {complaint}", exception.Message);
    }

    [Fact]
    public void Resource_control_needs_the_hardware()
    {
        HostFacts mounted = s_host with { HasIntelRdt = true };

        Assert.Equal(
            "config.json: linux.intelRdt: intelRdt is specified in config, but Intel RDT is not enabled",
            Refusal(s_host, """{ "intelRdt": { "closID": "gold" } }"""));
        Assert.Equal(
            "config.json: linux.intelRdt.l3CacheSchema: intelRdt.l3CacheSchema is specified in config, but Intel RDT/CAT is not enabled",
            Refusal(mounted, """{ "intelRdt": { "l3CacheSchema": "L3:0=f" } }"""));
        Assert.Equal(
            "config.json: linux.intelRdt.memBwSchema: intelRdt.memBwSchema is specified in config, but Intel RDT/MBA is not enabled",
            Refusal(mounted, """{ "intelRdt": { "memBwSchema": "MB:0=50" } }"""));
    }

    [Fact]
    public void Process_file_is_checked_under_its_own_name()
    {
        ProcessSpec process = new() { Cwd = "tmp", Args = ["sh"] };

        ConfigException exception = Assert.Throws<ConfigException>(() => Checks.Check(process, new Place("p.json", ""), s_host));

        Assert.Equal("p.json: cwd: Cwd must be an absolute path, got \"tmp\"", exception.Message);
    }

    private static string Refusal(HostFacts host, string linux) => Assert.Throws<ConfigException>(() => Check(host, linux, "")).Message;

    private static void Check(HostFacts host, string linux, string more, string process = "")
    {
        string config = $$"""
            { "ociVersion": "1.3.0", "root": { "path": "r" }, "process": { "args": ["sh"], "cwd": "/"{{process}} }, "linux": {{linux}}{{more}} }
            """;
        Checks.Check(SpecReader.ReadSpec("config.json", Encoding.UTF8.GetBytes(config)), host);
    }
}
