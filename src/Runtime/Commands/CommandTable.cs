namespace Runtime.Commands;

/// <summary>Every command by name, in the order of a container's life. Only the one that is asked for is made.</summary>
internal static class CommandTable
{
    public static string[] Names =>
    [
        "create", "run", "start", "state", "list", "kill", "delete", "exec", "pause", "resume", "ps", "events", "update", "wait", "logs", "attach",
        "spec", "features", "plan", "seccomp", "help", "man", "completion",
    ];

    public static Command Find(string name) => name switch
    {
        "create" => new CreateCommand(),
        "run" => new RunCommand(),
        "start" => new StartCommand(),
        "state" => new StateCommand(),
        "list" => new ListCommand(),
        "kill" => new KillCommand(),
        "delete" => new DeleteCommand(),
        "exec" => new ExecCommand(),
        "pause" => new PauseCommand(),
        "resume" => new ResumeCommand(),
        "ps" => new PsCommand(),
        "events" => new EventsCommand(),
        "update" => new UpdateCommand(),
        "wait" => new WaitCommand(),
        "logs" => new LogsCommand(),
        "attach" => new AttachCommand(),
        "spec" => new SpecCommand(),
        "features" => new FeaturesCommand(),
        "plan" => new PlanCommand(),
        "seccomp" => new SeccompCommand(),
        "help" or "h" => new HelpCommand(),
        "man" => new ManCommand(),
        "completion" => new CompletionCommand(),
        // runc has them; a caller must hear that we have not, rather than that they do not exist.
        "checkpoint" or "restore" => throw new UsageException($"{name} is not supported"),
        _ => throw new UsageException($"No help topic for '{name}'"),
    };
}
