namespace Runtime.Commands;

/// <summary>Reports statistics and out-of-memory kills, one JSON object a line.</summary>
internal sealed class EventsCommand() : Command("events", "<container-id>", "report resource usage and out-of-memory kills")
{
    private readonly Option _interval = new("interval", '\0', OptionKind.Text, "the time between two reports") { Value = "DURATION", Default = "5s" };
    private readonly Option _stats = new("stats", '\0', OptionKind.Switch, "report usage once and end");

    public override Option[] Options => [_interval, _stats];

    public override int Run(GlobalOptions global, string[] arguments) =>
        throw new UsageException($"{Name} is not supported yet");
}
