namespace Runtime.Commands;

/// <summary>Prints what <c>create</c> would do, and does nothing.</summary>
internal sealed class PlanCommand() : Command("plan", "[bundle]", "print the system calls that would start a container")
{
    public override string Description =>
        """
        The launch of the bundle (the current directory if none is given) is compiled
        and printed as strace(1) would show it. Nothing is changed on this machine.
        """;

    public override int Run(GlobalOptions global, string[] arguments) =>
        throw new UsageException($"{Name} is not supported yet");
}
