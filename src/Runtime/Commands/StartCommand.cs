namespace Runtime.Commands;

/// <summary>Lets the process of a created container run.</summary>
internal sealed class StartCommand() : Command("start", "<container-id>", "run the process of a created container")
{
    public override int Run(GlobalOptions global, string[] arguments) =>
        throw new UsageException($"{Name} is not supported yet");
}
