using System.Collections.Generic;
using System.IO;
using Xunit;

namespace Runtime.Tests.BlackBox;

/// <summary>A process in the foreground, for which `run` or `exec` stands in.</summary>
public sealed class ForegroundTests : ContainerTest
{
    // All that a shell can trap but SIGPIPE, which .NET ignores, and SIGCHLD, SIGURG, SIGWINCH and the faults, which concern the runtime itself.
    private static readonly int[] s_forwarded = [1, 2, 3, 10, 12, 14, 15, 16, 18, 20, 21, 22, 24, 25, 26, 27, 29, 30, 34, 35, 64];

    [Fact]
    public void Every_signal_reaches_the_containers_process()
    {
        Config.Args("sh", "-c", Trapping(s_forwarded));
        WriteConfig();
        AssertForwarding(StartIgnoringNothing("run", "--bundle", Bundle, Id), s_forwarded);
        AssertNothingLeft();
    }

    [Fact]
    public void And_a_further_process()
    {
        StartSleeping();
        AssertForwarding(StartIgnoringNothing("exec", Id, "sh", "-c", Trapping(s_forwarded)), s_forwarded);
    }

    [Fact]
    public void What_the_caller_ignores_is_not_forwarded()
    {
        Config.Args("sh", "-c", Trapping([1, 15]));
        WriteConfig();
        HostProgram run = StartHost("/bin/sh", "-c", "trap '' HUP; exec \"$@\"", "sh", PublishedRuntime.Path, "--root", StateRoot, "run", "--bundle", Bundle, Id);
        WaitUntil(() => Got().Contains("ready"), "the container was ready");

        Assert.Equal(new Outcome(0, "", ""), HostProgram.Run(Place, "/bin/kill", "-HUP", $"{run.Pid}"));
        Assert.Equal(new Outcome(0, "", ""), HostProgram.Run(Place, "/bin/kill", "-TERM", $"{run.Pid}"));

        Assert.Equal(new Outcome(15, "", ""), run.Wait());
        Assert.Equal(["ready", "15"], Got());
    }

    [Fact]
    public void The_runtime_that_waits_has_one_thread()
    {
        Config.Args("sh", "-c", "touch /ready; sleep 600");
        WriteConfig();
        HostProgram run = StartCall("run", "--bundle", Bundle, Id);
        WaitUntil(() => File.Exists($"{Rootfs}/ready"), "the container was ready");

        Assert.Single(Directory.GetDirectories($"/proc/{run.Pid}/task"));
        Assert.Equal(new Outcome(0, "", ""), Call("kill", Id, "KILL"));
        Assert.Equal(137, run.Wait().ExitCode);
    }

    /// <summary>Also where the tests themselves run in the background of a shell, which ignores SIGINT and SIGQUIT for them.</summary>
    private HostProgram StartIgnoringNothing(params string[] words) =>
        StartHost("/usr/bin/env", ["--default-signal", PublishedRuntime.Path, "--root", StateRoot, .. words]);

    /// <summary>Sends each signal once the one before has come, and SIGTERM, which ends the program, last.</summary>
    private void AssertForwarding(HostProgram standIn, int[] signals)
    {
        List<string> expected = ["ready"];
        WaitUntil(() => Got().Contains("ready"), "the process was ready");
        foreach (int signal in signals)
        {
            if (signal == 15)
            {
                continue;
            }

            expected.Add($"{signal}");
            Assert.Equal(new Outcome(0, "", ""), HostProgram.Run(Place, "/bin/kill", $"-{signal}", $"{standIn.Pid}"));
            WaitUntil(() => Got().Count == expected.Count, $"signal {signal} had come");
        }

        Assert.Equal(new Outcome(0, "", ""), HostProgram.Run(Place, "/bin/kill", "-TERM", $"{standIn.Pid}"));
        Assert.Equal(new Outcome(15, "", ""), standIn.Wait());
        Assert.Equal([.. expected, "15"], Got());
    }

    private List<string> Got() => File.Exists($"{Rootfs}/got") ? [.. File.ReadAllLines($"{Rootfs}/got")] : [];

    /// <summary>A script that writes down every signal it gets, and exits with 15 on SIGTERM.</summary>
    private static string Trapping(int[] signals)
    {
        string traps = "";
        foreach (int signal in signals)
        {
            traps += $"trap 'echo {signal} >> /got{(signal == 15 ? "; exit 15" : "")}' {signal}; ";
        }

        return traps + "echo ready >> /got; while :; do sleep 0.02; done";
    }
}
