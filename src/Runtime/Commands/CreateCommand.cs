using Runtime.Spawn;

namespace Runtime.Commands;

/// <summary>Makes a container that waits for <c>start</c>.</summary>
internal sealed class CreateCommand() : Command("create", "<container-id>", "create a container that waits for \"start\"")
{
    private readonly LaunchOptions _launch = new();
    private readonly SuperviseOptions _supervise = new();

    public override string Description =>
        """
        Everything config.json asks for is done except running the process: that is
        what "start" is for. The id is a name of your choice, unique under --root.

        With --supervise a process stays beside the container that keeps its exit
        status, its output and its terminal: see "wait", "logs" and "attach". Engines
        do that themselves.
        """;

    public override Option[] Options => [.. _launch.Rows, .. _supervise.Rows];

    public override int Run(GlobalOptions global, string[] arguments)
    {
        if (_supervise.AreWanted(_launch, isUsual: false))
        {
            return SupervisedCreation.Create(global, _launch, _supervise, arguments[0], _launch.Bundle ?? ".");
        }

        using NewContainer container = NewContainer.Prepare(global, _launch, arguments[0], _launch.Bundle ?? ".", waitsForStart: true);
        using ConsoleSocket? console = ConsoleRule.Open(container.Settings.Process.Terminal, isDetached: true, _launch.ConsoleSocket);
        using Birthplace birth = container.Claim();
        Launcher launcher = birth.Launcher;
        launcher.Launch(console);
        birth.Announce(_launch);
        launcher.GoOn();
        return 0;
    }
}
