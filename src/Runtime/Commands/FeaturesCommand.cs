using Runtime.Plan;
using Runtime.State;

namespace Runtime.Commands;

/// <summary>Prints what this runtime can do.</summary>
internal sealed class FeaturesCommand() : Command("features", "", "print what this runtime can do, as JSON")
{
    public override int Run(GlobalOptions global, string[] arguments)
    {
        JsonText text = FeaturesDocument.Compose(MountOptions.Words(), CapabilityNames.All);
        Output.Write(text.Bytes);
        Output.Write("\n");
        return 0;
    }
}
