namespace Runtime.Commands;

/// <summary>Prints the seccomp filter of a bundle.</summary>
internal sealed class SeccompCommand() : Command("seccomp", "[bundle]", "print the seccomp filter of a bundle as BPF instructions")
{
    public override string Description =>
        """
        The filter linux.seccomp of config.json compiles to, one instruction a line,
        and the rules that were left out because the kernel does not know their names.
        """;

    public override int Run(GlobalOptions global, string[] arguments) =>
        throw new UsageException($"{Name} is not supported yet");
}
