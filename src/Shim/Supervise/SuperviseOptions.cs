namespace Runtime.Shim.Supervise;

/// <summary>What the runtime that starts a supervisor tells it: <c>[--terminal] [--interactive] ROOT ID DIRECTORY RUNTIME WORD…</c></summary>
internal sealed class SuperviseOptions
{
    private SuperviseOptions(bool hasTerminal, bool isInteractive, string[] words)
    {
        HasTerminal = hasTerminal;
        IsInteractive = isInteractive;
        Root = words[0];
        Id = words[1];
        Directory = words[2];
        Runtime = words[3];
        Creation = words[4..];
    }

    /// <summary>The process has a terminal, which the runtime makes and sends.</summary>
    public bool HasTerminal { get; }

    /// <summary>Standard input stays open for clients that attach.</summary>
    public bool IsInteractive { get; }

    /// <summary>Where the state of containers is; absolute.</summary>
    public string Root { get; }

    public string Id { get; }

    /// <summary>Where the runtime runs: paths that its caller gave begin there.</summary>
    public string Directory { get; }

    public string Runtime { get; }

    /// <summary>The arguments of the runtime that create the container, but for what a supervisor adds, and the id.</summary>
    public string[] Creation { get; }

    public static SuperviseOptions Read(string[] words)
    {
        const int Operands = 5;
        bool hasTerminal = false;
        bool isInteractive = false;
        int i = 0;
        for (; i < words.Length && words[i] is "--terminal" or "--interactive"; i++)
        {
            hasTerminal |= words[i] == "--terminal";
            isInteractive |= words[i] == "--interactive";
        }

        return words.Length - i >= Operands
            ? new SuperviseOptions(hasTerminal, isInteractive, words[i..])
            : throw new UsageException("this is what \"runtime run --detach BUNDLE\" starts; it is not meant to be called otherwise");
    }
}
