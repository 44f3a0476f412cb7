namespace Runtime.Commands;

/// <summary>Prints a manual page made from the tables; the build installs them.</summary>
internal sealed class ManCommand() : Command("man", "[command]", "print a manual page")
{
    public override bool IsHidden => true;

    public override int Run(GlobalOptions global, string[] arguments)
    {
        Output.Write(arguments.Length == 0 ? ManPage.OfProgram() : ManPage.OfCommand(CommandTable.Find(arguments[0])));
        return 0;
    }
}
