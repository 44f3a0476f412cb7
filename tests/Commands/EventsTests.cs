using System;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Xunit;

namespace Runtime.Tests.Commands;

public sealed class EventsTests
{
    [Fact]
    public void Statistics_are_one_object_on_a_line() => UpdateTests.InCgroup(container =>
    {
        RuntimeCall call = container.Call("events", "--stats", "web");

        Assert.Equal((0, ""), (call.Status, call.Error));
        Assert.Equal(call.Output.Length - 1, call.Output.IndexOf('\n', StringComparison.Ordinal));
        JsonNode line = JsonNode.Parse(call.Output)!;
        Assert.Equal(("stats", "web"), ((string?)line["type"], (string?)line["id"]));
        Assert.Equal(1, (int?)line["data"]!["pids"]!["current"]);
    });

    [Fact]
    public void Reports_end_with_the_container() => UpdateTests.InCgroup(container =>
    {
        using Process events = RuntimeCall.Start("/", "--root", container.Root, "events", "--interval", "10ms", "web");
        for (int i = 0; i < 2; i++)
        {
            Assert.Equal("stats", (string?)JsonNode.Parse(events.StandardOutput.ReadLine()!)!["type"]);
        }

        container.EndProcess();

        events.StandardOutput.ReadToEnd();
        Assert.Equal("", events.StandardError.ReadToEnd());
        events.WaitForExit();
        Assert.Equal(0, events.ExitCode);
    });

    [Theory]
    [InlineData("duration interval must be greater than 0", "0s")]
    [InlineData("invalid value \"often\" for flag -interval: not a duration such as 5s", "often")]
    public void Wrong_interval_is_refused(string message, string interval)
    {
        Assert.Equal(new RuntimeCall(1, "", $"runtime: {message}\n"), RuntimeCall.Of("events", "--interval", interval, "web"));
    }

    [Fact]
    public void Ended_container_has_no_events()
    {
        using StoredContainer container = new();
        container.EndProcess();

        Assert.Equal(
            new RuntimeCall(1, "", "runtime: events \"web\": container with id web is not running\n"),
            container.Call("events", "--stats", "web"));
    }
}
