using Runtime.Syscalls;

namespace Runtime.Plan;

/// <summary>A hook of the runtime, or a helper program: a process of the host with a standard input and outputs of its own, and nothing else open.</summary>
/// <param name="Plan">The steps.</param>
/// <param name="Input">The slot for its standard input.</param>
/// <param name="Output">For its standard output.</param>
/// <param name="Error">For its standard error.</param>
internal sealed record HookPlan(LaunchPlan Plan, Slot Input, Slot Output, Slot Error)
{
    /// <param name="name">What it is, for messages.</param>
    /// <param name="path">Of the program, absolute.</param>
    /// <param name="arguments">All of argv.</param>
    /// <param name="environment">All of it.</param>
    /// <param name="directory">Where it runs.</param>
    /// <param name="ignoredSignals">Bit n−1: the runtime ignores signal n.</param>
    public static HookPlan Compile(string name, string path, string[] arguments, string[] environment, string directory, ulong ignoredSignals)
    {
        using PlanBuilder plan = new();
        Slot input = plan.Slot("input");
        Slot output = plan.Slot("output");
        Slot error = plan.Slot("error");
        SignalSteps.Append(plan, ignoredSignals);
        plan.Doing("running {0} \"{1}\"", name, path);
        plan.Call(SystemCall.chdir, plan.Text(directory));
        plan.Call(SystemCall.dup3, input, 0, 0);
        plan.Call(SystemCall.dup3, output, 1, 0);
        plan.Call(SystemCall.dup3, error, 2, 0);
        plan.Call(SystemCall.close_range, 3, uint.MaxValue, 0);
        plan.Call(SystemCall.execve, plan.Text(path), plan.Texts(arguments), plan.Texts(environment));
        return new HookPlan(plan.Seal(), input, output, error);
    }
}
