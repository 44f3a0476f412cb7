using System;
using System.IO;
using System.Text.Json;

using Runtime.Tests.Syscalls;

using Xunit;

namespace Runtime.Tests.Commands;

/// <summary>What plan prints, and that it leaves nothing behind.</summary>
public sealed class PlanTests : IDisposable
{
    private readonly TemporaryDirectory _bundle = new();

    public PlanTests()
    {
        Directory.CreateDirectory(_bundle["rootfs"]);
        File.Copy(RepositoryFiles.PathOf("tests/Golden/minimal.json"), _bundle["config.json"]);
    }

    public void Dispose()
    {
        _bundle.Dispose();
    }

    [Theory]
    [InlineData("run", "  %read = read(%runtime, buffer, 1)")]
    [InlineData("create", "  %read = read(%start, buffer, 1)")]
    public void Plan_begins_with_the_runtime_and_ends_with_the_program(string command, string line)
    {
        RuntimeCall plan = command == "create" ? Plan("--create", _bundle.Path) : Plan(_bundle.Path);

        Assert.Equal((0, ""), (plan.Status, plan.Error));
        Assert.StartsWith("the runtime, before init lives:\n", plan.Output, StringComparison.Ordinal);
        Assert.Contains(line, plan.Output, StringComparison.Ordinal);
        string last = plan.Output.TrimEnd('\n')[(plan.Output.TrimEnd('\n').LastIndexOf('\n') + 1)..];
        Assert.Contains("  execve(%program, [\"/bin/true\"], [\"HOME=/\"])", last, StringComparison.Ordinal);
        Assert.EndsWith("  exec \"/bin/true\"", last, StringComparison.Ordinal);
    }

    [Fact]
    public void Bundle_is_the_current_directory_unless_one_is_named()
    {
        RuntimeCall named = Plan("--bundle", _bundle.Path, Path.GetFileName(_bundle.Path));

        Assert.Equal(0, named.Status);
        Assert.Equal(named, RuntimeCall.In(_bundle.Path, "--cgroup-manager", "disabled", "--root", _bundle["state"], "plan"));
    }

    [Fact]
    public void Json_has_an_object_for_every_step()
    {
        RuntimeCall text = Plan(_bundle.Path);
        RuntimeCall json = Plan("--json", _bundle.Path);
        using var steps = JsonDocument.Parse(json.Output);
        JsonElement last = steps.RootElement[steps.RootElement.GetArrayLength() - 1];

        Assert.Equal((0, ""), (json.Status, json.Error));
        Assert.Contains($"\n{last.GetProperty("step").GetInt32(),5}  execve(", text.Output, StringComparison.Ordinal);
        Assert.Equal("""["%program","[\u0022/bin/true\u0022]","[\u0022HOME=/\u0022]"]""", JsonSerializer.Serialize(last.GetProperty("args")));
        Assert.Equal("exec \"/bin/true\"", last.GetProperty("doing").GetString());
        foreach (JsonElement step in steps.RootElement.EnumerateArray())
        {
            Assert.Equal(step.TryGetProperty("onFailure", out JsonElement rule) && rule.GetString() == "goto" || step.GetProperty("call").GetString() is "goto" or "if", step.TryGetProperty("target", out _));
        }
    }

    [Fact]
    public void Nothing_is_left_behind()
    {
        Assert.Equal(0, Plan(_bundle.Path).Status);

        Assert.False(Directory.Exists(_bundle["state"]));
        Assert.Equal([_bundle["config.json"], _bundle["rootfs"]], [.. Directory.GetFiles(_bundle.Path), .. Directory.GetDirectories(_bundle.Path)]);
        Assert.Empty(Directory.GetFileSystemEntries(_bundle["rootfs"]));
    }

    [Fact]
    public void Config_that_cannot_run_is_refused_as_run_does()
    {
        Directory.Delete(_bundle["rootfs"]);
        RuntimeCall plan = Plan(_bundle.Path);
        RuntimeCall run = RuntimeCall.Of("--cgroup-manager", "disabled", "--root", _bundle["state"], "run", _bundle.Path);

        Assert.Equal(run with { Error = run.Error.Replace("run \"", "plan \"", StringComparison.Ordinal) }, plan);
        Assert.NotEqual(0, plan.Status);
    }

    private RuntimeCall Plan(params string[] words)
    {
        return RuntimeCall.Of(["--cgroup-manager", "disabled", "--root", _bundle["state"], "plan", .. words]);
    }
}
