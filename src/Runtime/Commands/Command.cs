namespace Runtime.Commands;

/// <summary>
/// One command: the table that drives parsing, help, manual pages and completion, and what it does. An object is one invocation, because its
/// options hold what the caller gave.
/// </summary>
/// <param name="name">The word on the command line.</param>
/// <param name="arguments">The arguments as the help shows them, <c>&lt;needed&gt; [optional] [any-number...]</c>; their number is checked by it.</param>
/// <param name="summary">One line.</param>
internal abstract class Command(string name, string arguments, string summary)
{
    public string Name { get; } = name;

    public string Arguments { get; } = arguments;

    public string Summary { get; } = summary;

    /// <summary>Paragraphs for the help and the manual page; lines of at most 77 characters.</summary>
    public virtual string Description => "";

    public virtual Option[] Options => [];

    /// <summary>What follows the first argument is another program's command line.</summary>
    public virtual bool StopsAtFirstArgument => false;

    /// <summary>Not listed in the help.</summary>
    public virtual bool IsHidden => false;

    /// <summary>The exit status of a failure; that of a wrong command line is always 1.</summary>
    public virtual int FailureStatus => 1;

    /// <summary>Does it, and returns the exit status.</summary>
    /// <param name="global">The options before the command's name.</param>
    /// <param name="arguments">As many as <see cref="Arguments"/> allows.</param>
    public abstract int Run(GlobalOptions global, string[] arguments);

    /// <summary>Refuses a number of arguments that <see cref="Arguments"/> does not show.</summary>
    public void CheckCount(int count)
    {
        int least = 0;
        int most = 0;
        foreach (char character in Arguments)
        {
            least += character == '<' ? 1 : 0;
            most += character is '<' or '[' ? 1 : 0;
        }

        bool isUnlimited = Arguments.Contains("...", System.StringComparison.Ordinal);
        if (!isUnlimited && least == most && count != least)
        {
            throw new UsageException($"\"{Name}\" requires exactly {least} argument(s)");
        }

        if (count < least)
        {
            throw new UsageException($"\"{Name}\" requires a minimum of {least} argument(s)");
        }

        if (!isUnlimited && count > most)
        {
            throw new UsageException($"\"{Name}\" requires a maximum of {most} argument(s)");
        }
    }
}
