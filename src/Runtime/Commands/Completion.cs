using System;
using System.Text;

namespace Runtime.Commands;

/// <summary>Completion rules for shells, made from the tables of the commands.</summary>
internal static class Completion
{
    public static string ForBash()
    {
        StringBuilder values = new();
        StringBuilder words = new();
        string globalOptions = AppendOptions(values, "", new GlobalOptions().Options);
        words.Append($"        '') words=\"{globalOptions} {string.Join(' ', CommandTable.Names)}\" ;;\n");
        foreach (string name in CommandTable.Names)
        {
            Command command = CommandTable.Find(name);
            string options = AppendOptions(values, name, command.Options);
            words.Append($"        {name}) words=\"{options} {Candidates(command)}\" ;;\n");
        }

        // The command is the first word that is neither an option nor the value of one.
        return
            $$"""
            _runtime()
            {
                local word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} command='' words='' i
                for ((i = 1; i < COMP_CWORD; i++)); do
                    case ${COMP_WORDS[i]} in
                        {{GlobalOptionsWithValue()}}) ((i++)) ;;
                        -*) ;;
                        *) command=${COMP_WORDS[i]}; break ;;
                    esac
                done
                case $command:$previous in
            {{values}}    esac
                case $command in
            {{words}}    esac
                COMPREPLY=($(compgen -W "$words" -- "$word"))
            }
            complete -o filenames -F _runtime runtime

            """;
    }

    /// <summary>zsh runs rules written for bash.</summary>
    public static string ForZsh() => "autoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit\n" + ForBash();

    public static string ForFish()
    {
        StringBuilder rules = new("complete -c runtime -f\n");
        foreach (Option option in new GlobalOptions().Options)
        {
            AppendFishOption(rules, "__fish_use_subcommand", option);
        }

        foreach (string name in CommandTable.Names)
        {
            Command command = CommandTable.Find(name);
            string condition = $"__fish_seen_subcommand_from {name}";
            rules.Append($"complete -c runtime -n __fish_use_subcommand -a {name} -d {Quote(command.Summary)}\n");
            foreach (Option option in command.Options)
            {
                AppendFishOption(rules, condition, option);
            }

            string candidates = FishCandidates(command);
            if (candidates.Length > 0)
            {
                rules.Append($"complete -c runtime -n '{condition}' -a {candidates}\n");
            }
        }

        return rules.ToString();
    }

    // Rules for the values of the options, and as the result the options themselves.
    private static string AppendOptions(StringBuilder values, string command, Option[] options)
    {
        StringBuilder names = new();
        foreach (Option option in options)
        {
            if (!Usage.IsShown(option))
            {
                continue;
            }

            names.Append(names.Length > 0 ? " --" : "--").Append(option.Name);
            if (option.Kind != OptionKind.Switch)
            {
                string pattern = option.Letter == '\0' ? $"{command}:--{option.Name}" : $"{command}:--{option.Name} | {command}:-{option.Letter}";
                values.Append($"        {pattern}) COMPREPLY=($(compgen {BashAction(option)} -- \"$word\")); return ;;\n");
            }
        }

        return names.ToString();
    }

    private static string BashAction(Option option) => option.Value switch
    {
        "FILE" => "-f",
        "DIR" => "-d",
        _ when option.Value.Contains('|', StringComparison.Ordinal) => $"-W \"{option.Value.Replace('|', ' ')}\"",
        _ => "-W \"\"",
    };

    private static string GlobalOptionsWithValue()
    {
        StringBuilder pattern = new();
        foreach (Option option in new GlobalOptions().Options)
        {
            if (option.Kind != OptionKind.Switch)
            {
                pattern.Append(pattern.Length > 0 ? " | --" : "--").Append(option.Name);
            }
        }

        return pattern.ToString();
    }

    // What an argument can be, as the synopsis calls it.
    private static string Candidates(Command command) => command.Arguments switch
    {
        string a when a.StartsWith("<container-id", StringComparison.Ordinal) => "$(runtime list --quiet 2>/dev/null)",
        "[command]" => string.Join(' ', CommandTable.Names),
        "<bash|zsh|fish>" => "bash zsh fish",
        "[bundle]" => "$(compgen -d -- \"$word\")",
        _ => "",
    };

    private static string FishCandidates(Command command) => command.Arguments switch
    {
        string a when a.StartsWith("<container-id", StringComparison.Ordinal) => "'(runtime list --quiet 2>/dev/null)'",
        "[command]" => Quote(string.Join(' ', CommandTable.Names)),
        "<bash|zsh|fish>" => "'bash zsh fish'",
        "[bundle]" => "'(__fish_complete_directories)'",
        _ => "",
    };

    private static void AppendFishOption(StringBuilder rules, string condition, Option option)
    {
        if (!Usage.IsShown(option))
        {
            return;
        }

        string letter = option.Letter == '\0' ? "" : $" -s {option.Letter}";
        string value = option.Value switch
        {
            _ when option.Kind == OptionKind.Switch => "",
            "FILE" => " -r -F",
            "DIR" => " -x -a '(__fish_complete_directories)'",
            _ when option.Value.Contains('|', StringComparison.Ordinal) => $" -x -a {Quote(option.Value.Replace('|', ' '))}",
            _ => " -x",
        };
        rules.Append($"complete -c runtime -n '{condition}' -l {option.Name}{letter}{value} -d {Quote(option.Help)}\n");
    }

    private static string Quote(string text) => "'" + text.Replace("'", "\\'", StringComparison.Ordinal) + "'";
}
