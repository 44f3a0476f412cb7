namespace Runtime.Commands;

/// <summary>Pause.</summary>
internal sealed class PauseCommand() : Command("pause", "<container-id>", "freeze every process of a container")
{
    public override int Run(GlobalOptions global, string[] arguments) =>
        throw new UsageException($"{Name} is not supported yet");
}
