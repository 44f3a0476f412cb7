using Runtime.Config;
using Runtime.Resources;
using Xunit;

namespace Runtime.Tests.Resources;

public sealed class UnitNameTests
{
    [Theory]
    [InlineData("system.slice:docker:1234", "system.slice", "docker-1234.scope", "system.slice/docker-1234.scope")]
    [InlineData(":docker:1234", "system.slice", "docker-1234.scope", "system.slice/docker-1234.scope")]
    [InlineData("-.slice:docker:1234", "-.slice", "docker-1234.scope", "docker-1234.scope")]
    [InlineData("kubepods-burstable-pod1.slice:cri-containerd:x", "kubepods-burstable-pod1.slice", "cri-containerd-x.scope",
        "kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod1.slice/cri-containerd-x.scope")]
    [InlineData("a.slice:ignored:a-b.slice", "a.slice", "a-b.slice", "a.slice/a-b.slice")]
    [InlineData(null, "system.slice", "runtime-web.scope", "system.slice/runtime-web.scope")]
    [InlineData("", "system.slice", "runtime-web.scope", "system.slice/runtime-web.scope")]
    public void Path_says_slice_prefix_and_name(string? cgroupsPath, string slice, string name, string directory)
    {
        Assert.Equal(new UnitName(slice, name, directory), UnitName.Parse(cgroupsPath, "web", isUser: false));
    }

    [Fact]
    public void User_has_no_system_slice()
    {
        Assert.Equal("user.slice/runtime-web.scope", UnitName.Parse(null, "web", isUser: true).Directory);
    }

    [Theory]
    [InlineData("/web", "linux.cgroupsPath: expected cgroupsPath to be of format \"slice:prefix:name\" for systemd cgroups, got \"/web\" instead")]
    [InlineData("a:b:c:d", "linux.cgroupsPath: expected cgroupsPath to be of format \"slice:prefix:name\" for systemd cgroups, got \"a:b:c:d\" instead")]
    [InlineData("system:p:n", "linux.cgroupsPath: invalid slice name: \"system\"")]
    [InlineData("a--b.slice:p:n", "linux.cgroupsPath: invalid slice name: \"a--b.slice\"")]
    [InlineData("-a.slice:p:n", "linux.cgroupsPath: invalid slice name: \"-a.slice\"")]
    [InlineData("a-.slice:p:n", "linux.cgroupsPath: invalid slice name: \"a-.slice\"")]
    [InlineData(".slice:p:n", "linux.cgroupsPath: invalid slice name: \".slice\"")]
    [InlineData("../a.slice:p:n", "linux.cgroupsPath: invalid slice name: \"../a.slice\"")]
    [InlineData("a.slice:p:../n", "linux.cgroupsPath: invalid unit name: \"p-../n.scope\"")]
    public void What_is_none_is_refused(string cgroupsPath, string message)
    {
        ConfigException error = Assert.Throws<ConfigException>(() => UnitName.Parse(cgroupsPath, "web", isUser: false));

        Assert.Equal(message, error.Message);
    }
}
