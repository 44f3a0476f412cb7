namespace Runtime.Commands;

/// <summary>Prints what this runtime can do.</summary>
internal sealed class FeaturesCommand() : Command("features", "", "print what this runtime can do, as JSON")
{
    public override int Run(GlobalOptions global, string[] arguments) =>
        throw new UsageException($"{Name} is not supported yet");
}
