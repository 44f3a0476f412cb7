using System.Globalization;

using Runtime.Config;
using Runtime.Syscalls;

namespace Runtime.Plan;

/// <summary>What a test does to a launch: init fails at a step, or dies there.</summary>
/// <param name="Step">Counted from 0.</param>
/// <param name="Error">The errno of the failure; 0: init dies.</param>
internal sealed record Fault(int Step, int Error)
{
    private const string Death = ":kill";

    /// <summary>Reads <c>N</c>, where step N fails with EIO, and <c>N:kill</c>; null: it is neither.</summary>
    public static Fault? Read(string text)
    {
        bool isDeath = text.EndsWith(Death, System.StringComparison.Ordinal);
        string number = isDeath ? text[..^Death.Length] : text;
        return int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int step) ? new Fault(step, isDeath ? 0 : Errno.EIO) : null;
    }

    /// <summary>Puts the fault in the step's place.</summary>
    /// <exception cref="ConfigException">The plan is shorter; the message says how long it is.</exception>
    public unsafe void Inject(LaunchPlan plan)
    {
        if (Step >= plan.Count)
        {
            throw new ConfigException($"--fail-step {Step}: the launch plan has {plan.Count} steps");
        }

        Step* step = plan.Memory.Steps + Step;
        *step = new Step { Number = Plan.Step.Fail, Result = Plan.Step.NoSlot };
        step->Argument[0] = Error;
        if (Error == 0)
        {
            // A signal that init sends to itself does nothing where it is the first process of a pid namespace; that of a bad address does (signal(7)).
            step->Number = Plan.Step.Load;
        }
    }
}
