namespace Runtime.Commands;

/// <summary>Resume.</summary>
internal sealed class ResumeCommand() : Command("resume", "<container-id>", "let the processes of a paused container go on")
{
    public override int Run(GlobalOptions global, string[] arguments) =>
        throw new UsageException($"{Name} is not supported yet");
}
