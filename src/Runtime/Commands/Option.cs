using System;
using System.Collections.Generic;
using System.Globalization;

namespace Runtime.Commands;

/// <summary>What an option takes.</summary>
internal enum OptionKind
{
    /// <summary>Nothing, or <c>=true</c> and <c>=false</c>.</summary>
    Switch,

    /// <summary>One value; the last one wins.</summary>
    Text,

    /// <summary>One value each time it is given; a comma is part of the value.</summary>
    Texts,

    /// <summary>A decimal number.</summary>
    Number,
}

/// <summary>One option: its row in the table of a command, and, once the line is read, what the caller gave.</summary>
/// <param name="name">The long name; one or two dashes may stand before it.</param>
/// <param name="letter">The short name, or <c>'\0'</c>.</param>
/// <param name="kind">What it takes.</param>
/// <param name="help">One line for the help and the manual page.</param>
internal sealed class Option(string name, char letter, OptionKind kind, string help)
{
    private List<string>? _texts;

    public string Name { get; } = name;

    public char Letter { get; } = letter;

    public OptionKind Kind { get; } = kind;

    public string Help { get; } = help;

    /// <summary>What to call the value in the help: FILE and DIR complete as paths, words with <c>|</c> between them as choices.</summary>
    public string Value { get; init; } = "";

    /// <summary>What counts when it is not given; shown in the help.</summary>
    public string Default { get; init; } = "";

    /// <summary>Accepted for the sake of callers, but not advertised.</summary>
    public bool IsHidden { get; init; }

    public bool IsGiven { get; private set; }

    public bool IsOn { get; private set; }

    public string Text { get; private set; } = "";

    public long Number { get; private set; }

    public string[] Texts => _texts is null ? [] : [.. _texts];

    public bool IsCalled(string word) => word == Name || (Letter != '\0' && word.Length == 1 && word[0] == Letter);

    /// <summary>Takes one occurrence on the command line; null where no value was given.</summary>
    public void Take(string? value)
    {
        IsGiven = true;
        switch (Kind)
        {
            case OptionKind.Switch:
                IsOn = value is null || ReadBoolean(value);
                break;
            case OptionKind.Texts:
                (_texts ??= []).Add(value!);
                break;
            case OptionKind.Number:
                Number = ReadNumber(value!);
                break;
            default:
                Text = value!;
                break;
        }
    }

    /// <summary>The value, or what counts in its absence.</summary>
    public string TextOrDefault() => IsGiven ? Text : Default;

    /// <summary>As it was given, for another call of this program.</summary>
    public string[] Words() => Kind switch
    {
        OptionKind.Switch => [IsOn ? $"--{Name}" : $"--{Name}=false"],
        OptionKind.Number => [string.Create(CultureInfo.InvariantCulture, $"--{Name}={Number}")],
        OptionKind.Texts => Array.ConvertAll(Texts, text => $"--{Name}={text}"),
        _ => [$"--{Name}={Text}"],
    };

    private bool ReadBoolean(string value) => value switch
    {
        "true" or "1" or "t" or "T" or "TRUE" or "True" => true,
        "false" or "0" or "f" or "F" or "FALSE" or "False" => false,
        _ => throw Invalid(value, "not a boolean"),
    };

    private long ReadNumber(string value) =>
        long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
            ? number
            : throw Invalid(value, "not a number");

    private UsageException Invalid(string value, string reason) =>
        new($"invalid value \"{value}\" for flag -{Name}: {reason}");
}
