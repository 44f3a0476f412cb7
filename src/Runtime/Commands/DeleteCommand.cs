namespace Runtime.Commands;

/// <summary>Takes away all that is left of a container.</summary>
internal sealed class DeleteCommand() : Command("delete", "<container-id>", "take away all that is left of a container")
{
    private readonly Option _force = new("force", 'f', OptionKind.Switch, "kill it if it is running; a container that does not exist is no error");

    public override Option[] Options => [_force];

    public override int Run(GlobalOptions global, string[] arguments) =>
        throw new UsageException($"{Name} is not supported yet");
}
