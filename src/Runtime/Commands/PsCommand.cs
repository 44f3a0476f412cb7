namespace Runtime.Commands;

/// <summary>Lists the processes of a container.</summary>
internal sealed class PsCommand() : Command("ps", "<container-id> [ps-option...]", "list the processes of a container")
{
    private readonly Option _format = new("format", 'f', OptionKind.Text, "the form of the output") { Value = "table|json", Default = "table" };

    public override Option[] Options => [_format];

    public override bool StopsAtFirstArgument => true;

    public override int Run(GlobalOptions global, string[] arguments) =>
        throw new UsageException($"{Name} is not supported yet");
}
