using System.Globalization;

using Runtime.State;

namespace Runtime.Commands;

/// <summary>Waits for the end of a supervised container.</summary>
internal sealed class WaitCommand() : Command("wait", "<container-id>", "wait for the end of a supervised container and print its exit status")
{
    public override string Description =>
        """
        Prints the exit status of the container's process, or 128+N if signal N killed
        it, also when it has ended long ago. Its log is complete then.
        """;

    public override int Run(GlobalOptions global, string[] arguments)
    {
        using var container = KnownContainer.Open(global, arguments[0]);
        using var supervision = Supervision.Require(container.Directory);
        Output.Write(supervision.AwaitExit().ExitCode.ToString(CultureInfo.InvariantCulture) + "\n");
        return 0;
    }
}
