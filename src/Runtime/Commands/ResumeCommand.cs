using Runtime.State;

namespace Runtime.Commands;

/// <summary>Thaws a container.</summary>
internal sealed class ResumeCommand() : Command("resume", "<container-id>", "let the processes of a paused container go on")
{
    public override int Run(GlobalOptions global, string[] arguments)
    {
        using var container = KnownContainer.OpenLocked(global, arguments[0]);
        if (container.Status() != ContainerStatus.Paused)
        {
            throw new StateException("container-not-paused", "container not paused");
        }

        (container.Cgroup ?? throw StateException.NoCgroup()).Thaw();
        return 0;
    }
}
