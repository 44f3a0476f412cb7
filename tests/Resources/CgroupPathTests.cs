using Runtime.Resources;
using Xunit;

namespace Runtime.Tests.Resources;

public sealed class CgroupPathTests
{
    [Theory]
    [InlineData(null, "web")]
    [InlineData("", "web")]
    [InlineData("/a/b", "/a/b")]
    [InlineData("a/b", "a/b")]
    [InlineData("//a/./b/", "/a/b")]
    [InlineData("/../../a/../b", "/b")]
    [InlineData("../../a", "a")]
    [InlineData("..", "web")]
    [InlineData("/", "/")]
    [InlineData("/a b/ü", "/a b/ü")]
    public void Request_is_clean_and_cannot_lead_above_the_root(string? cgroupsPath, string expected)
    {
        Assert.Equal(expected, CgroupPath.Requested(cgroupsPath, "web"));
    }

    [Theory]
    [InlineData("/a/b", "/user.slice/session-1.scope", "a/b")]
    [InlineData("web", "/", "web")]
    [InlineData("web", "/session-1.scope", "web")]
    [InlineData("web", "/user.slice/session-1.scope", "user.slice/web")]
    [InlineData("a/b", "/x/y/z", "x/y/a/b")]
    [InlineData("web", "/../../x/y", "x/web")] // a cgroup above the root of our cgroup namespace
    public void Relative_path_is_beside_the_own_cgroup_on_v2(string requested, string own, string expected)
    {
        Assert.Equal(expected, CgroupPath.BesideOwn(requested, own));
    }

    [Theory]
    [InlineData("/a/b", "/user.slice", "/", "a/b")]
    [InlineData("web", "/", "/", "web")]
    [InlineData("web", "/user.slice/x", "/", "user.slice/x/web")]
    [InlineData("web", "/docker/abc", "/docker/abc", "web")]
    [InlineData("web", "/docker/abc/x", "/docker/abc", "x/web")]
    [InlineData("web", "/docker/abcd", "/docker/abc", "docker/abcd/web")]
    public void Relative_path_is_below_the_own_cgroup_on_v1(string requested, string own, string mountedRoot, string expected)
    {
        Assert.Equal(expected, CgroupPath.BelowOwn(requested, own, mountedRoot));
    }
}
