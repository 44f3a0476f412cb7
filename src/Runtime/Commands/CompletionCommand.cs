namespace Runtime.Commands;

/// <summary>Prints the completion rules for a shell.</summary>
internal sealed class CompletionCommand() : Command("completion", "<bash|zsh|fish>", "print completion rules for a shell")
{
    public override string Description =>
        """
        bash: source <(runtime completion bash)
        zsh:  source <(runtime completion zsh)
        fish: runtime completion fish | source
        """;

    public override int Run(GlobalOptions global, string[] arguments)
    {
        Output.Write(arguments[0] switch
        {
            "bash" => Completion.ForBash(),
            "zsh" => Completion.ForZsh(),
            "fish" => Completion.ForFish(),
            _ => throw new UsageException($"no completion for \"{arguments[0]}\": it is bash, zsh or fish"),
        });
        return 0;
    }
}
