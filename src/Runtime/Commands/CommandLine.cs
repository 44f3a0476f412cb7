using Runtime.Syscalls;

namespace Runtime.Commands;

/// <summary>The command line, read: global options, then a command, its options and its arguments. The only reader of argv.</summary>
internal sealed class CommandLine
{
    public GlobalOptions Global { get; } = new();

    /// <summary>Null where the answer is <see cref="Text"/>.</summary>
    public Command? Command { get; private set; }

    public string[] Arguments { get; private set; } = [];

    /// <summary>Help or version: all that was asked for.</summary>
    public string Text { get; private set; } = "";

    public void Read(string[] words)
    {
        string[] rest = ReadGlobal(words);
        if (Global.Version.IsOn)
        {
            Text = ProgramVersion.Text;
        }
        else if (rest.Length == 0)
        {
            Text = Usage.OfProgram();
        }
        else
        {
            ReadCommand(CommandTable.Find(rest[0]), rest[1..]);
        }
    }

    /// <summary>Does what was asked for, and returns the exit status.</summary>
    public int Run()
    {
        if (Command is not null)
        {
            return Command.Run(Global, Arguments);
        }

        Output.Write(Text);
        return 0;
    }

    /// <summary>Tells the user about a failure, and returns the exit status.</summary>
    public int Report(RuntimeException failure)
    {
        if (failure is UsageException usage)
        {
            Output.Write(usage.Help);
            new Log(Global).Fail("", failure);
            return Command?.FailureStatus ?? 1;
        }

        new Log(Global).Fail(Doing(), failure);
        return Command?.FailureStatus ?? 1;
    }

    // create "web"
    private string Doing() => Command is null ? "" : Arguments.Length > 0 ? $"{Command.Name} {Quoted.Text(Arguments[0])}" : Command.Name;

    private string[] ReadGlobal(string[] words)
    {
        try
        {
            string[] rest = OptionReader.Read(Global.Options, words, stopsAtFirstArgument: true);
            Global.Check();
            return rest;
        }
        catch (UsageException e)
        {
            throw new UsageException(e.Message) { Help = $"Incorrect Usage: {e.Message}\n\n{Usage.OfProgram()}" };
        }
    }

    private void ReadCommand(Command command, string[] words)
    {
        var help = new Option("help", 'h', OptionKind.Switch, "show help");
        string[] arguments;
        try
        {
            arguments = OptionReader.Read([.. command.Options, help], words, command.StopsAtFirstArgument);
        }
        catch (UsageException e)
        {
            throw new UsageException(e.Message) { Help = $"Incorrect Usage: {e.Message}\n\n{Usage.OfCommand(command)}" };
        }

        if (help.IsOn || Global.Help.IsOn)
        {
            Text = Usage.OfCommand(command);
            return;
        }

        try
        {
            command.CheckCount(arguments.Length);
        }
        catch (UsageException e)
        {
            throw new UsageException(e.Message) { Help = $"Incorrect Usage.\n\n{Usage.OfCommand(command)}" };
        }

        Command = command;
        Arguments = arguments;
    }
}
