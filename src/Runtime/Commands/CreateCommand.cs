namespace Runtime.Commands;

/// <summary>Makes a container that waits for <c>start</c>.</summary>
internal sealed class CreateCommand() : Command("create", "<container-id>", "create a container that waits for \"start\"")
{
    private readonly LaunchOptions _launch = new();

    public override string Description =>
        """
        Everything config.json asks for is done except running the process: that is
        what "start" is for. The id is a name of your choice, unique under --root.
        """;

    public override Option[] Options => _launch.Rows;

    public override int Run(GlobalOptions global, string[] arguments) =>
        throw new UsageException($"{Name} is not supported yet");
}
