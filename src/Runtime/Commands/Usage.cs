using System.Text;

namespace Runtime.Commands;

/// <summary>Help text, in the form users of runc expect.</summary>
internal static class Usage
{
    public const string Program = "runtime";
    public const string Summary = "start and manage OCI containers";

    public const string Description =
        """
        runtime starts containers that are described by a bundle: a directory with a
        "config.json" (OCI runtime-spec 1.3) and a root file system. Container engines
        call it the way they call runc; by hand,

            runtime run ./bundle

        starts a container and waits for it, and "runtime plan ./bundle" prints what
        would be done, system call by system call. With --detach a supervisor stays
        beside it: "wait", "logs" and "attach" ask it.
        """;

    public static string OfProgram()
    {
        StringBuilder text = new();
        text.Append($"NAME:\n   {Program} - {Summary}\n\n");
        text.Append($"USAGE:\n   {Program} [global options] command [command options] [arguments...]\n\n");
        AppendParagraph(text, "DESCRIPTION", Description);
        text.Append("COMMANDS:\n");
        foreach (string name in CommandTable.Names)
        {
            Command command = CommandTable.Find(name);
            if (!command.IsHidden)
            {
                text.Append($"   {name,-12}{command.Summary}\n");
            }
        }

        text.Append("\nGLOBAL OPTIONS:\n");
        AppendOptions(text, new GlobalOptions().Options);
        return text.ToString();
    }

    public static string OfCommand(Command command)
    {
        StringBuilder text = new();
        text.Append($"NAME:\n   {Program} {command.Name} - {command.Summary}\n\n");
        text.Append($"USAGE:\n   {Synopsis(command)}\n\n");
        AppendParagraph(text, "DESCRIPTION", command.Description);
        text.Append("OPTIONS:\n");
        AppendOptions(text, [.. command.Options, new Option("help", 'h', OptionKind.Switch, "show help")]);
        return text.ToString();
    }

    public static string Synopsis(Command command) => $"{Program} {command.Name} [options] {command.Arguments}".TrimEnd();

    /// <summary><c>--bundle DIR, -b DIR</c></summary>
    public static string Names(Option option)
    {
        string value = option.Kind == OptionKind.Switch ? "" : " " + option.Value;
        return option.Letter == '\0' ? $"--{option.Name}{value}" : $"--{option.Name}{value}, -{option.Letter}{value}";
    }

    public static string Explanation(Option option) =>
        option.Default.Length > 0 ? $"{option.Help} (default: {option.Default})" : option.Help;

    public static bool IsShown(Option option) => !option.IsHidden;

    private static void AppendParagraph(StringBuilder text, string title, string body)
    {
        if (body.Length > 0)
        {
            text.Append($"{title}:\n   {body.ReplaceLineEndings("\n   ").Replace("\n   \n", "\n\n", System.StringComparison.Ordinal)}\n\n");
        }
    }

    private static void AppendOptions(StringBuilder text, Option[] options)
    {
        int width = 0;
        foreach (Option option in options)
        {
            width = IsShown(option) && Names(option).Length > width ? Names(option).Length : width;
        }

        foreach (Option option in options)
        {
            if (IsShown(option))
            {
                text.Append($"   {Names(option).PadRight(width)}  {Explanation(option)}\n");
            }
        }
    }

}
