using System;
using System.Text;

namespace Runtime.Commands;

/// <summary>Manual pages, section 8, made from the tables of the commands.</summary>
internal static class ManPage
{
    public static string OfProgram()
    {
        StringBuilder page = Begin(Usage.Program, Usage.Summary);
        page.Append(".SH SYNOPSIS\n.B runtime\n[global options] command [options] [arguments...]\n");
        AppendDescription(page, Usage.Description);
        page.Append(".SH COMMANDS\n");
        foreach (string name in CommandTable.Names)
        {
            Command command = CommandTable.Find(name);
            if (!command.IsHidden)
            {
                page.Append($".TP\n\\fBruntime\\-{name}\\fR(8)\n{Escape(command.Summary)}\n");
            }
        }

        AppendOptions(page, "GLOBAL OPTIONS", new GlobalOptions().Options);
        return page.ToString();
    }

    public static string OfCommand(Command command)
    {
        StringBuilder page = Begin($"{Usage.Program}-{command.Name}", command.Summary);
        page.Append($".SH SYNOPSIS\n.B runtime {command.Name}\n[options] {Escape(command.Arguments)}".TrimEnd()).Append('\n');
        AppendDescription(page, command.Description);
        AppendOptions(page, "OPTIONS", command.Options);
        page.Append(".SH SEE ALSO\n\\fBruntime\\fR(8)\n");
        return page.ToString();
    }

    private static StringBuilder Begin(string name, string summary) =>
        new($".TH {name.ToUpperInvariant()} 8 \"\" \"{Usage.Program} {ProgramVersion.Number}\"\n.SH NAME\n{Escape(name)} \\- {Escape(summary)}\n");

    private static void AppendDescription(StringBuilder page, string description)
    {
        if (description.Length == 0)
        {
            return;
        }

        page.Append(".SH DESCRIPTION\n");
        foreach (string paragraph in description.Split("\n\n"))
        {
            // As in the help: an indented paragraph is an example, a colon in the first line a list; both keep their lines.
            bool isVerbatim = paragraph.StartsWith(' ') || paragraph.Contains(":  ", StringComparison.Ordinal);
            page.Append(isVerbatim ? ".PP\n.nf\n" : ".PP\n").Append(Escape(paragraph)).Append(isVerbatim ? "\n.fi\n" : "\n");
        }
    }

    private static void AppendOptions(StringBuilder page, string title, Option[] options)
    {
        if (options.Length == 0)
        {
            return;
        }

        page.Append($".SH {title}\n");
        foreach (Option option in options)
        {
            if (Usage.IsShown(option))
            {
                page.Append($".TP\n\\fB{Escape(Usage.Names(option))}\\fR\n{Escape(Usage.Explanation(option))}\n");
            }
        }
    }

    // roff takes a line that starts with a dot or an apostrophe for a request, and a bare minus for a hyphen.
    private static string Escape(string text)
    {
        string escaped = text.Replace("\\", "\\e", StringComparison.Ordinal).Replace("-", "\\-", StringComparison.Ordinal);
        return ("\n" + escaped).Replace("\n.", "\n\\&.", StringComparison.Ordinal).Replace("\n'", "\n\\&'", StringComparison.Ordinal)[1..];
    }
}
