using System;

namespace Runtime.Commands;

/// <summary>
/// Splits words into options and arguments by the rules of runc's parser (urfave/cli), which its callers rely on: a long name may have one
/// dash (go-runc sends <c>-no-subreaper</c>), a value follows after <c>=</c> or as the next word, options may stand after arguments.
/// </summary>
internal static class OptionReader
{
    /// <summary>Fills the options and returns the arguments.</summary>
    /// <param name="options">The table.</param>
    /// <param name="words">What follows the name of the program, or of the command.</param>
    /// <param name="stopsAtFirstArgument">Everything from the first argument on is an argument: it is another program's command line.</param>
    public static string[] Read(Option[] options, ReadOnlySpan<string> words, bool stopsAtFirstArgument)
    {
        string[] arguments = new string[words.Length];
        int count = 0;
        for (int i = 0; i < words.Length; i++)
        {
            string word = words[i];
            if (word == "--")
            {
                return Join(arguments, count, words[(i + 1)..]);
            }

            if (!IsOption(word))
            {
                if (stopsAtFirstArgument)
                {
                    return Join(arguments, count, words[i..]);
                }

                arguments[count++] = word;
                continue;
            }

            int start = word[1] == '-' ? 2 : 1;
            int equals = word.IndexOf('=', start);
            string name = equals < 0 ? word[start..] : word[start..equals];
            string? value = equals < 0 ? null : word[(equals + 1)..];
            Option option = Find(options, name);
            if (value is null && option.Kind != OptionKind.Switch)
            {
                i++;
                value = i < words.Length ? words[i] : throw new UsageException($"flag needs an argument: -{name}");
            }

            option.Take(value);
        }

        return Join(arguments, count, []);
    }

    // A lone dash is an argument: the usual name of standard input.
    private static bool IsOption(string word) => word.Length > 1 && word[0] == '-';

    private static Option Find(Option[] options, string name)
    {
        foreach (Option option in options)
        {
            if (option.IsCalled(name))
            {
                return option;
            }
        }

        throw new UsageException($"flag provided but not defined: -{name}");
    }

    private static string[] Join(string[] arguments, int count, ReadOnlySpan<string> rest)
    {
        string[] all = new string[count + rest.Length];
        Array.Copy(arguments, all, count);
        rest.CopyTo(all.AsSpan(count));
        return all;
    }
}
