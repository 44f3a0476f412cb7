using Runtime.State;

namespace Runtime.Commands;

/// <summary>Prints the state of a container (runtime-spec 1.3, runtime.md, State).</summary>
internal sealed class StateCommand() : Command("state", "<container-id>", "print the state of a container")
{
    public override int Run(GlobalOptions global, string[] arguments)
    {
        using var container = KnownContainer.Open(global, arguments[0]);
        var text = JsonText.IndentedBySpaces(2);
        ContainerStatus status = container.Status();
        StateDocument.Write(text, container.State, status, container.Exit(status), owner: "");
        Output.Write(text.Bytes);
        return 0;
    }
}
