using System.Collections.Generic;
using Runtime.Commands;
using Xunit;

namespace Runtime.Tests.Commands;

public sealed class SubCgroupTests
{
    [Fact]
    public void Path_alone_is_for_every_controller()
    {
        Assert.Equal(new List<(string, string)> { ("", "a/b") }, SubCgroups.Parse(["/a//b/."]));
    }

    [Fact]
    public void Controllers_have_paths_of_their_own()
    {
        Assert.Equal(
            new List<(string, string)> { ("cpu", "a"), ("cpuacct", "a"), ("memory", "b") },
            SubCgroups.Parse(["cpu,cpuacct:a", "memory:b"]));
    }

    [Theory]
    [InlineData("bad sub cgroup path: \"../a\"", "../a")]
    [InlineData("bad sub cgroup path: \"/a/../../b\"", "memory:/a/../../b")]
    [InlineData("invalid --cgroup argument: \":a\" (empty <controller> prefix)", ":a")]
    [InlineData("invalid --cgroup argument: \"cpu,:a\" (empty <controller> prefix)", "cpu,:a")]
    [InlineData("invalid --cgroup argument: \"a\" (missing <controller>: prefix)", "a", "memory:b")]
    [InlineData("invalid --cgroup argument(s): controller \"cpu\" specified multiple times", "cpu:a", "cpu:b")]
    public void What_is_none_is_refused(string message, params string[] values)
    {
        UsageException error = Assert.Throws<UsageException>(() => SubCgroups.Parse(values));

        Assert.Equal(message, error.Message);
    }
}
