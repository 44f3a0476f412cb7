using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Text.RegularExpressions;

using Xunit;

namespace Runtime.Tests;

/// <summary>
/// Everything a user may be told, read as prose: the texts of plan steps and exceptions, collected from the source. A hole where an operand
/// goes is shown as <c>{expression}</c>.
/// </summary>
public class MessageTests
{
    private const int FewestMessages = 200; // fewer mean that they are no longer found

    /// <summary>Which argument of which call is the message.</summary>
    private static readonly Dictionary<string, int> s_sources = new()
    {
        ["Doing"] = 0,
        ["Await"] = 1,
        ["Meet"] = 2,
        ["Opened"] = 3,
        ["Fault"] = 1,
        ["KernelException"] = 0,
        ["LaunchException"] = 0,
        ["CgroupException"] = 0,
        ["UsageException"] = 0,
        ["StateException"] = 1,
        ["ConfigException"] = -1,
    };

    /// <summary>Names, and sentences of runc's that its callers look for.</summary>
    private static readonly Regex s_mayBeginWithCapital = new(
        @"^(JSON |SCMP_|Cwd |File config\.json exists\. Remove it first$|Option --root |No help topic )");

    /// <summary>Numbers and words of the kernel, which cannot be mistaken for the sentence around them.</summary>
    private static readonly Regex s_mayStandUnquoted = new(
        @"^(setting the [ug]id \{0\}|giving the standard streams to user \{0\}|mounting \{0\} at |joining the \{0\} namespace |setting the personality \{0\}"
        + @"|setting the offset of the \{0\} clock|raising the ambient capability \{0\}|mounting the cgroup hierarchy \{0\} at |exec: ""\{0\}"": stat \{1\}|setting \{0\}$|(running|error running|waiting for) \{0\})");

    /// <summary>Names that are not an operand but the subject, and JSON paths.</summary>
    private static readonly Regex s_mayBeBare = new(@"^(overlaps \{path\}|rewinding the input of \{name\}|error running \{name\}: |\{name\}: line |\{[Nn]ame\} is not supported|No help topic for '|invalid (log-format|log-level|cgroup-manager): |opening the \{name\} namespace$)");

    private static readonly List<Message> s_all = Collect();

    [Fact]
    public void Messages_are_found()
    {
        Assert.True(s_all.Count >= FewestMessages, $"only {s_all.Count} messages were found");
    }

    [Fact]
    public void Message_begins_in_lower_case()
    {
        AssertNone(message => char.IsUpper(message.Text[0]) && !s_mayBeginWithCapital.IsMatch(message.Text));
    }

    [Fact]
    public void Message_has_no_full_stop()
    {
        AssertNone(message => message.Text.EndsWith('.') || message.Text.EndsWith('!'));
    }

    [Fact]
    public void Message_is_one_line()
    {
        AssertNone(message => message.Text.Contains("\\n", StringComparison.Ordinal) || message.Text.Contains('\n', StringComparison.Ordinal));
    }

    [Fact]
    public void Message_says_more_than_that_something_failed()
    {
        AssertNone(message => Regex.IsMatch(message.Text, @"^(failed|error occurred|unable to do|operation failed|unknown error)\b", RegexOptions.IgnoreCase));
    }

    [Fact]
    public void Operands_of_a_step_are_in_quotes()
    {
        AssertNone(message => message.Source == "Doing" && !s_mayStandUnquoted.IsMatch(message.Text)
            && Regex.IsMatch(message.Text, @"(?<!"")\{[01]\}|\{[01]\}(?!"")"));
    }

    [Fact]
    public void Paths_and_names_in_exceptions_are_in_quotes()
    {
        AssertNone(message => message.Source != "Doing"
            && Regex.IsMatch(message.Text, @"(?<![""\w/.{(-])\{[^{}]*(path|file|name|text|word)(\[\w+\])?\}", RegexOptions.IgnoreCase)
            && !message.Text.Contains("Quoted.Text", StringComparison.Ordinal) && !s_mayBeBare.IsMatch(message.Text));
    }

    [Fact]
    public void Collector_reads_every_way_a_message_is_written()
    {
        Assert.Equal(["one"], Texts("plan.Doing(\"one\", a);"));
        Assert.Equal(["two {Quoted.Text(path)}"], Texts("throw new KernelException($\"two {Quoted.Text(path)}\", -error);"));
        Assert.Equal(["three {a} 3"], Texts("new CgroupException(\"three \" + a + \" 3\")"));
        Assert.Equal(["four"], Texts("new ConfigException(\"config.json\", \"a.b\", \"four\")"));
        Assert.Equal(["five"], Texts("at.Fault($\"a[{i}]\", \"five\")"));
        Assert.Equal(["say \"six\""], Texts("new UsageException(\"say \\\"six\\\"\")"));
        Assert.Equal([], Texts("new LaunchException(message)"));
    }

    private static void AssertNone(Predicate<Message> isWrong)
    {
        Assert.Equal([], s_all.FindAll(isWrong));
    }

    private static List<Message> Collect()
    {
        List<Message> all = [];
        foreach (string file in Directory.GetFiles(RepositoryFiles.PathOf("src"), "*.cs", SearchOption.AllDirectories))
        {
            Collect(Path.GetFileName(file), File.ReadAllText(file), all);
        }

        return all;
    }

    private static string[] Texts(string source)
    {
        List<Message> messages = [];
        Collect("", source, messages);
        return messages.ConvertAll(message => message.Text).ToArray();
    }

    private static void Collect(string file, string source, List<Message> messages)
    {
        foreach (Match match in Regex.Matches(source, $@"(?<!///.*)(?:\.|\bnew )({string.Join('|', s_sources.Keys)})\("))
        {
            List<string> arguments = Arguments(source, match.Index + match.Length);
            int place = s_sources[match.Groups[1].Value];
            string argument = place < 0 ? arguments[^1] : arguments.Count > place ? arguments[place] : "";
            if (argument.StartsWith('"') || argument.StartsWith("$\"", StringComparison.Ordinal))
            {
                messages.Add(new Message(file, match.Groups[1].Value, Prose(argument)));
            }
        }
    }

    /// <summary>The arguments of a call, split at the commas that belong to it.</summary>
    private static List<string> Arguments(string source, int start)
    {
        List<string> arguments = [];
        int depth = 0;
        for (int at = start; at < source.Length; at++)
        {
            char letter = source[at];
            if (letter == '"')
            {
                at = EndOfLiteral(source, at);
            }
            else if (letter is '(' or '[' or '{')
            {
                depth++;
            }
            else if (letter is ')' or ']' or '}' && depth-- == 0)
            {
                arguments.Add(source[start..at].Trim());
                return arguments;
            }
            else if (letter == ',' && depth == 0)
            {
                arguments.Add(source[start..at].Trim());
                start = at + 1;
            }
        }

        throw new InvalidDataException("a call without an end");
    }

    /// <summary>Where a literal's closing quote is; literals inside the holes of an interpolated one are part of it.</summary>
    private static int EndOfLiteral(string source, int open)
    {
        bool isInterpolated = open > 0 && source[open - 1] == '$';
        int depth = 0;
        for (int at = open + 1; at < source.Length; at++)
        {
            switch (source[at])
            {
                case '\\':
                    at++;
                    break;
                case '{' when isInterpolated:
                    depth++;
                    break;
                case '}' when isInterpolated:
                    depth--;
                    break;
                case '"' when depth > 0:
                    at = EndOfLiteral(source, at);
                    break;
                case '"':
                    return at;
                default:
                    break;
            }
        }

        throw new InvalidDataException("a text without an end");
    }

    /// <summary>A concatenation of literals and expressions as one text.</summary>
    private static string Prose(string expression)
    {
        StringBuilder prose = new();
        int start = 0;
        for (int at = 0; at < expression.Length; at++)
        {
            if (expression[at] == '"')
            {
                Hole(prose, expression[start..at]);
                int end = EndOfLiteral(expression, at);
                prose.Append(expression[(at + 1)..end].Replace("\\\"", "\"", StringComparison.Ordinal));
                at = end;
                start = end + 1;
            }
        }

        Hole(prose, expression[start..]);
        return prose.ToString();
    }

    private static void Hole(StringBuilder prose, string code)
    {
        string inner = code.Trim().Trim('+', '$').Trim();
        if (inner.Length > 0)
        {
            prose.Append('{').Append(inner).Append('}');
        }
    }

    private sealed record Message(string File, string Source, string Text);
}
