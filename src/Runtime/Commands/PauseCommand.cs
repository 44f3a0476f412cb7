using Runtime.State;

namespace Runtime.Commands;

/// <summary>Freezes a container.</summary>
internal sealed class PauseCommand() : Command("pause", "<container-id>", "freeze every process of a container")
{
    public override int Run(GlobalOptions global, string[] arguments)
    {
        using var container = KnownContainer.OpenLocked(global, arguments[0]);
        if (container.Status() is not (ContainerStatus.Created or ContainerStatus.Running))
        {
            throw StateException.NotRunning();
        }

        (container.Cgroup ?? throw StateException.NoCgroup()).Freeze();
        return 0;
    }
}
