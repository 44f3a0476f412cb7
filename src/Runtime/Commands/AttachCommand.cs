using Runtime.Config;
using Runtime.State;

namespace Runtime.Commands;

/// <summary>Joins the caller's standard streams, or its terminal, and a supervised container's.</summary>
internal sealed class AttachCommand() : Command("attach", "<container-id>", "join the standard streams or the terminal of a supervised container")
{
    public override string Description =>
        """
        Shows what it writes from now on; "logs" has what came before. What is typed
        goes to its terminal, or to its standard input if it was made with
        --interactive. Ctrl-P Ctrl-Q leaves a terminal and lets the container run.

        The exit status is that of the container's process, and 0 if it still runs.
        """;

    public override int Run(GlobalOptions global, string[] arguments)
    {
        using var container = KnownContainer.Open(global, arguments[0]);
        using var supervision = Supervision.Require(container.Directory);
        if (container.Status() == ContainerStatus.Stopped)
        {
            throw new StateException("stopped", "cannot attach to a container that has stopped");
        }

        Spec spec = SpecReader.ReadSpec(StateDirectory.ConfigName, container.Directory.LoadConfig());
        using var attachment = Attachment.To(supervision);
        return attachment.Run(spec.Process is { Terminal: true }) ?? supervision.AwaitExit().ExitCode;
    }
}
