using Runtime.Spawn;
using Runtime.State;

namespace Runtime.Commands;

/// <summary>Lets the process of a created container run.</summary>
internal sealed class StartCommand() : Command("start", "<container-id>", "run the process of a created container")
{
    public override int Run(GlobalOptions global, string[] arguments)
    {
        using KnownContainer container = KnownContainer.OpenLocked(global, arguments[0]);
        switch (container.Status())
        {
            case ContainerStatus.Created:
                StartGate.Open(container.Directory);
                return 0;
            case ContainerStatus.Stopped:
                throw new StateException("stopped", "cannot start a container that has stopped");
            default:
                throw new StateException("running", "cannot start an already running container");
        }
    }
}
