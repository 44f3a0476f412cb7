namespace Runtime.Commands;

/// <summary>Shows the help of a command, or the list of commands.</summary>
internal sealed class HelpCommand() : Command("help", "[command]", "show the commands, or the help of one")
{
    public override int Run(GlobalOptions global, string[] arguments)
    {
        Output.Write(arguments.Length == 0 ? Usage.OfProgram() : Usage.OfCommand(CommandTable.Find(arguments[0])));
        return 0;
    }
}
