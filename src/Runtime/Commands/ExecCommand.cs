namespace Runtime.Commands;

/// <summary>A further process in a living container.</summary>
internal sealed class ExecCommand() : Command("exec", "<container-id> [command...]", "run a further process in a running container")
{
    private readonly ExecOptions _exec = new();

    public override string Description =>
        """
        Without --process, the process of config.json is the model and the options
        change it. Everything after the id belongs to the command.

        The exit status is that of the process, 128+N if signal N killed it, and 255
        if it could not be started.
        """;

    public override Option[] Options => _exec.Rows;

    public override bool StopsAtFirstArgument => true;

    public override int FailureStatus => 255;

    public override int Run(GlobalOptions global, string[] arguments) =>
        throw new UsageException($"{Name} is not supported yet");
}
