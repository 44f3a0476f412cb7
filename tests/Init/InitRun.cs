using System;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

using Runtime.Plan;
using Runtime.Syscalls;

using Xunit;

namespace Runtime.Tests.Init;

/// <summary>
/// The built init, walking a plan of a test's own. It is started as any program is, with the plan as an inherited descriptor: a process with a
/// just-in-time compiler cannot use the runtime's own way.
/// </summary>
internal sealed class InitRun : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly LaunchPlan _plan;

    private InitRun(LaunchPlan plan, Process process)
    {
        _plan = plan;
        _process = process;
    }

    public static string Image { get; } = RepositoryFiles.PathOf($"artifacts/init/{RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}/runtime-init");

    public int Pid => _process.Id;

    /// <summary>Starts init and does not wait.</summary>
    public static InitRun Start(LaunchPlan plan)
    {
        Kernel.Fcntl(plan.Memory.Memfd.Number, Flags.F_SETFD, 0);
        return new InitRun(plan, Process.Start(Image, plan.Memory.Memfd.Number.ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>Starts init and waits for its end.</summary>
    public static InitEnd Walk(LaunchPlan plan)
    {
        using InitRun run = Start(plan);
        return run.End();
    }

    public InitEnd End()
    {
        Assert.True(_process.WaitForExit(s_patience), "init did not end");
        return new InitEnd(_process.ExitCode, InitFailure.Of(_plan), Position());
    }

    /// <summary>Waits until init is at a step.</summary>
    public void AwaitPosition(int step)
    {
        Assert.True(SpinUntil(() => Position() == step), $"init is at step {Position()} and not at {step}");
    }

    public void Kill()
    {
        _process.Kill();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private static bool SpinUntil(Func<bool> condition) => System.Threading.SpinWait.SpinUntil(condition, s_patience);

    private unsafe int Position() => System.Threading.Volatile.Read(ref _plan.Memory.Header->Position);
}

/// <summary>How init ended: its exit status, what it left in the plan, and the step it was at.</summary>
internal sealed record InitEnd(int Status, InitFailure? Failure, int Position);

/// <summary>What init wrote into the plan: the index of the failed step, and why.</summary>
internal sealed record InitFailure(int Step, int Errno)
{
    public static unsafe InitFailure? Of(LaunchPlan plan)
    {
        PlanHeader* header = plan.Memory.Header;
        return header->FailedStep == 0 ? null : new InitFailure(header->FailedStep - 1, header->FailedErrno);
    }
}
