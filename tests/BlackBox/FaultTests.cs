using System.Globalization;
using System.Text.RegularExpressions;
using Xunit;

namespace Runtime.Tests.BlackBox;

/// <summary>A launch that fails, or whose init dies, at any step: the message says what was being done, and nothing is left.</summary>
public sealed class FaultTests : ContainerTest
{
    private const int Samples = 24;

    [Theory]
    [InlineData("plain", false)]
    [InlineData("plain", true)]
    [InlineData("user", false)]
    [InlineData("user", true)]
    public void Some_steps(string kind, bool dies)
    {
        Prepare(kind);
        int count = CountSteps();
        for (int i = 0; i < Samples; i++)
        {
            // Neither the same steps for each kind nor chosen by chance: spread over the whole plan.
            Fail(((count - 1) * i / (Samples - 1)) - (i % 2 * (dies ? 1 : 3)), dies);
        }
    }

    [Theory]
    [Trait("Speed", "Slow")]
    [InlineData("plain", false)]
    [InlineData("plain", true)]
    [InlineData("user", false)]
    [InlineData("user", true)]
    public void Every_step(string kind, bool dies)
    {
        Prepare(kind);
        int count = CountSteps();
        for (int step = 0; step < count; step++)
        {
            Fail(step, dies);
        }
    }

    [Fact]
    public void A_step_that_the_plan_does_not_have_is_refused()
    {
        Prepare("plain");

        Assert.InRange(CountSteps(), 100, 1000);
        AssertNothingLeft();
    }

    private void Prepare(string kind)
    {
        Config.Args("true");
        Config.Set("process.user.uid", 1000);
        if (kind == "user")
        {
            Config.Namespaces("pid", "mount", "ipc", "uts", "network", "user", "time", "cgroup");
            Config.Map(100_000, 65_536);
            Config.Json("linux.timeOffsets", """{"boottime":{"secs":10}}""");
            System.IO.File.SetUnixFileMode(Rootfs, (System.IO.UnixFileMode)0x1ff);
        }

        WriteConfig();
    }

    private int CountSteps()
    {
        Outcome run = Call("run", "--fail-step", "99999", "--bundle", Bundle, Id);
        Match match = Regex.Match(run.Error, $"^runtime: run \"{Id}\": --fail-step 99999: the launch plan has (\\d+) steps\n$");
        Assert.True(match.Success, run.Error);
        return int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
    }

    private void Fail(int step, bool dies)
    {
        string at = string.Create(CultureInfo.InvariantCulture, $"{step}{(dies ? ":kill" : "")}");
        string end = dies ? "the init was killed by signal 11" : "input/output error \\(EIO\\)";

        Outcome run = Call("run", "--fail-step", at, "--bundle", Bundle, Id);

        // A step that this launch jumps over does no harm; and one that dies at execve, the last, dies as the program.
        bool isSuccess = run == new Outcome(0, "", "") || (dies && run == new Outcome(139, "", ""));
        Assert.True(isSuccess || (run.ExitCode == 1 && run.Output.Length == 0 && Regex.IsMatch(run.Error, $"^runtime: run \"{Id}\": [a-z\"][^\n]{{5,}}: {end}(; [^\n]+)?\n$")), $"step {at}: {run}");
        AssertNothingLeft();
    }
}
