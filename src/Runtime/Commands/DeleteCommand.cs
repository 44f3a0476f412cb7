using Runtime.State;

namespace Runtime.Commands;

/// <summary>Takes away all that is left of a container.</summary>
internal sealed class DeleteCommand() : Command("delete", "<container-id>", "take away all that is left of a container")
{
    private readonly Option _force = new("force", 'f', OptionKind.Switch, "kill it if it is running; a container that does not exist is no error");

    public override Option[] Options => [_force];

    public override int Run(GlobalOptions global, string[] arguments)
    {
        string id = arguments[0];
        ContainerId.Check(id);
        using StateRoot? root = StateRoot.Open(global.RootPath);
        using StateDirectory? directory = root is null ? null : StateDirectory.Open(root, id);
        if (directory is not null)
        {
            Deletion.Run(directory, killsRunning: _force.IsOn, new Log(global).Warn);
            return 0;
        }

        return _force.IsOn ? 0 : throw StateException.Missing();
    }
}
