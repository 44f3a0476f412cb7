using System;
using System.IO;
using Runtime.Config;
using Xunit;

namespace Runtime.Tests.Config;

public sealed class HostInspectionTests
{
    private static readonly ProcessSpec s_process = new() { Cwd = "/", Args = ["sh"] };

    [Fact]
    public void Rootless_is_who_is_not_root() => Assert.Equal(Environment.UserName != "root", HostInspection.For(s_process).IsRootless);

    [Theory]
    [InlineData("/proc/self/ns/net", true)]
    [InlineData("/proc/thread-self/ns/net", true)]
    [InlineData("/proc/self/ns/uts", false)]
    [InlineData("/nowhere", false)]
    public void Own_network_is_recognized_by_its_file(string path, bool expected)
    {
        Assert.Equal(expected, HostInspection.For(WithNamespace(NamespaceType.Network, path)).JoinsOwnNetwork);
    }

    [Theory]
    [InlineData("user")]
    [InlineData("cgroup")]
    [InlineData("time")]
    public void Namespaces_of_this_kernel_are_seen(string name)
    {
        HostFacts facts = HostInspection.For(WithNamespace((NamespaceType)Words.NamespaceTypes.IndexOf(name), null));

        bool seen = name switch { "user" => facts.HasUserNamespaces, "cgroup" => facts.HasCgroupNamespaces, _ => facts.HasTimeNamespaces };
        Assert.Equal(File.Exists($"/proc/self/ns/{name}"), seen);
    }

    [Fact]
    public void Security_modules_of_this_kernel_are_seen()
    {
        const string Enabled = "/sys/module/apparmor/parameters/enabled";

        HostFacts facts = HostInspection.For(s_process with { ApparmorProfile = "x" });

        Assert.Equal(File.Exists(Enabled) && File.ReadAllText(Enabled).StartsWith('Y'), facts.HasApparmor);
        Assert.Equal(File.Exists("/sys/fs/selinux/status"), facts.HasSelinux);
    }

    private static Spec WithNamespace(NamespaceType type, string? path) => new()
    {
        OciVersion = "1.3.0",
        Root = new RootSpec { Path = "r" },
        Process = s_process,
        Linux = new LinuxSpec { Namespaces = [new NamespaceSpec { Type = type, Path = path }] },
    };
}
