using System;
using System.IO;
using System.Text.Json.Nodes;
using Runtime.Tests.State;
using Xunit;

namespace Runtime.Tests.Commands;

/// <summary>What callers of runc see of a failure.</summary>
public sealed class FailureTests
{
    [Fact]
    public void Without_a_log_one_line_goes_to_standard_error()
    {
        using TemporaryDirectory place = new();

        Assert.Equal(
            new RuntimeCall(1, "", "runtime: state \"web\": container does not exist\n"),
            RuntimeCall.Of("--root", place.Path, "state", "web"));
    }

    [Fact] // podman reads the whole file as one object; containerd wants an RFC 3339 time
    public void Json_log_gets_one_object_and_standard_error_the_text()
    {
        using TemporaryDirectory place = new();
        string log = $"{place.Path}/log.json";

        RuntimeCall call = RuntimeCall.Of("--root", place.Path, "--log", log, "--log-format", "json", "state", "web");

        Assert.Equal(new RuntimeCall(1, "", "runtime: state \"web\": container does not exist\n"), call);
        JsonObject line = JsonNode.Parse(File.ReadAllText(log))!.AsObject();
        Assert.Equal("error", (string?)line["level"]);
        Assert.Equal("runtime: state \"web\": container does not exist", (string?)line["msg"]);
        Assert.Equal("container-does-not-exist", (string?)line["code"]);
        Assert.InRange(DateTimeOffset.Parse((string)line["time"]!, null), DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow);
        Assert.Equal(4, line.Count);
    }

    [Fact]
    public void Text_log_is_appended_to_in_the_form_of_logrus()
    {
        using TemporaryDirectory place = new();
        string log = $"{place.Path}/log";
        File.WriteAllText(log, "before\n");

        RuntimeCall.Of("--root", place.Path, "--log", log, "state", "web");

        Assert.Matches(
            @"^before\ntime=""\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"" level=error msg=""runtime: state \\""web\\"": container does not exist""\n$",
            File.ReadAllText(log));
    }

    [Fact]
    public void Log_that_cannot_be_written_does_not_hide_the_failure()
    {
        using TemporaryDirectory place = new();

        Assert.Equal(
            new RuntimeCall(
                1,
                "",
                $"runtime: creating \"{place.Path}/none/log\": no such file or directory (ENOENT)\nruntime: state \"web\": container does not exist\n"),
            RuntimeCall.Of("--root", place.Path, "--log", $"{place.Path}/none/log", "state", "web"));
    }

    [Fact]
    public void Wrong_arity_shows_the_help_on_standard_output()
    {
        RuntimeCall call = RuntimeCall.Of("start");

        Assert.Equal((1, "runtime: \"start\" requires exactly 1 argument(s)\n"), (call.Status, call.Error));
        Assert.StartsWith("Incorrect Usage.\n\nNAME:\n   runtime start - ", call.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Error_of_the_command_line_is_logged_too()
    {
        using TemporaryDirectory place = new();
        string log = $"{place.Path}/log.json";

        RuntimeCall.Of("--log", log, "--log-format", "json", "foo");

        Assert.Equal("runtime: No help topic for 'foo'", (string?)JsonNode.Parse(File.ReadAllText(log))!["msg"]);
    }

    [Theory]
    [InlineData("invalid container ID format", "state", "a/b")]
    [InlineData("container id cannot be empty", "state", "")]
    [InlineData("container does not exist", "kill", "web", "9")]
    [InlineData("unknown signal \"FOO\"", "kill", "web", "FOO")]
    [InlineData("container does not exist", "delete", "web")]
    [InlineData("container does not exist", "pause", "web")]
    [InlineData("container does not exist", "resume", "web")]
    [InlineData("container does not exist", "ps", "web")]
    [InlineData("invalid format option", "list", "--format", "xml")]
    [InlineData("opening \"/nonexistent/root\": no such file or directory (ENOENT)", "list")]
    public void Message_callers_look_for_is_in_the_line(string message, params string[] words)
    {
        RuntimeCall call = RuntimeCall.Of(["--root", "/nonexistent/root", .. words]);

        Assert.Equal((1, ""), (call.Status, call.Output));
        Assert.EndsWith($": {message}\n", call.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Forced_delete_of_nothing_is_silent()
    {
        using TemporaryDirectory place = new();

        Assert.Equal(new RuntimeCall(0, "", ""), RuntimeCall.Of("--root", place.Path, "delete", "--force", "web"));
    }
}
