using System;
using System.IO;
using Runtime.Commands;
using Runtime.State;
using Runtime.Tests.State;
using Xunit;

namespace Runtime.Tests.Commands;

[Collection(nameof(CurrentDirectory))]
public sealed class RunTargetTests
{
    [Theory]
    [InlineData("/web", "web")]
    [InlineData("/web/", "web")]
    [InlineData("/web/.", "web")]
    [InlineData("/web/sub/..", "web")]
    [InlineData("/my app:1", "my_app_1")]
    public void Argument_with_a_slash_is_a_bundle_and_gives_its_name(string path, string id)
    {
        using TemporaryDirectory place = new();
        Directory.CreateDirectory($"{place.Path}/web/sub");

        Assert.Equal(new RunTarget(id, place.Path + path, true), RunTarget.Read(place.Path + path, null, "/nonexistent"));
    }

    [Fact]
    public void Second_container_of_a_bundle_gets_a_number()
    {
        using TemporaryDirectory place = new();
        using StateRoot root = StateRoot.OpenOrCreate($"{place.Path}/root");
        StateDirectory.Create(root, "web").Dispose();
        StateDirectory.Create(root, "web-2").Dispose();

        Assert.Equal(new RunTarget("web-3", "./web", true), RunTarget.Read("./web", null, root.Path));
    }

    [Theory]
    [InlineData("web")]
    [InlineData(".")]
    [InlineData("a/b")]
    public void With_a_bundle_given_the_argument_is_an_id(string argument)
    {
        Assert.Equal(new RunTarget(argument, "/b", false), RunTarget.Read(argument, "/b", "/nonexistent"));
    }

    [Fact]
    public void Root_directory_has_no_name()
    {
        Assert.Equal(new RunTarget("container", "/", true), RunTarget.Read("/", null, "/nonexistent"));
    }

    [Fact]
    public void Missing_directory_without_a_name_of_its_own_is_an_error()
    {
        Runtime.Syscalls.KernelException e = Assert.Throws<Runtime.Syscalls.KernelException>(
            () => RunTarget.Read("/nonexistent/..", null, "/nonexistent"));

        Assert.Equal("opening \"/nonexistent/..\": no such file or directory (ENOENT)", e.Message);
    }

    [Fact]
    public void Bare_word_is_a_bundle_only_where_it_cannot_be_an_id()
    {
        using TemporaryDirectory place = new();
        Directory.CreateDirectory($"{place.Path}/web");
        File.WriteAllText($"{place.Path}/web/config.json", "{}");
        string before = Environment.CurrentDirectory;
        try
        {
            Environment.CurrentDirectory = place.Path;
            Assert.Equal(new RunTarget("web", "web", true), RunTarget.Read("web", null, "/nonexistent"));
            Assert.Equal(new RunTarget("db", ".", false), RunTarget.Read("db", null, "/nonexistent"));
            Assert.Equal(new RunTarget(Path.GetFileName(place.Path), ".", true), RunTarget.Read(".", null, "/nonexistent"));
            File.WriteAllText($"{place.Path}/config.json", "{}");
            Assert.Equal(new RunTarget("web", ".", false), RunTarget.Read("web", null, "/nonexistent"));
        }
        finally
        {
            Environment.CurrentDirectory = before;
        }
    }
}

/// <summary>Tests that change it cannot run beside others.</summary>
[CollectionDefinition(DisableParallelization = true)]
public sealed class CurrentDirectory;
