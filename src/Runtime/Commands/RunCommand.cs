using Runtime.Config;
using Runtime.Plan;
using Runtime.Resources;
using Runtime.Spawn;
using Runtime.State;

namespace Runtime.Commands;

/// <summary>create, start, wait and delete in one.</summary>
internal sealed class RunCommand() : Command("run", "<container-id|bundle>", "create and start a container, wait for its end and delete it")
{
    private readonly LaunchOptions _launch = new();
    private readonly SuperviseOptions _supervise = new();
    private readonly Option _detach = new("detach", 'd', OptionKind.Switch, "do not wait: leave the container running");
    private readonly Option _keep = new("keep", '\0', OptionKind.Switch, "do not delete the container when it has ended");
    private readonly Option _noSubreaper = new("no-subreaper", '\0', OptionKind.Switch, "do not adopt the orphans of the container");

    public override string Description =>
        """
        An argument with a slash, or ".", is a bundle, and the id is made from its
        name. A bare word is an id for the bundle in the current directory; if there
        is none and the word is the name of one, it is the bundle.

        The exit status is that of the container's process, 128+N if signal N killed
        it, and 1 if it could not be started.

        With --detach and a bundle for an argument a supervisor stays beside the
        container, and the id is printed: see "wait", "logs" and "attach". With an id
        for an argument, or with --pid-file, --console-socket, --pidfd-socket or
        --preserve-fds, the caller supervises, as with runc; --supervise and
        --supervise=false say otherwise.
        """;

    public override Option[] Options => [.. _launch.Rows, _detach, .. _supervise.Rows, _keep, _noSubreaper];

    public override int Run(GlobalOptions global, string[] arguments)
    {
        RunTarget target = RunTarget.Read(arguments[0], _launch.Bundle, global.RootPath);
        if (_supervise.AreWanted(_launch, isUsual: _detach.IsOn && target.IsBundle))
        {
            return _detach.IsOn ? SupervisedCreation.Run(global, _launch, _supervise, target) : throw new UsageException("--supervise needs --detach");
        }

        using NewContainer container = NewContainer.Prepare(global, _launch, target.Id, target.Bundle, waitsForStart: false);
        using ConsoleSocket? console = ConsoleRule.Open(container.Settings.Process.Terminal, _detach.IsOn, _launch.ConsoleSocket);
        using SignalQueue signals = SignalQueue.Block(container.Settings.IgnoredSignals); // from here on what is sent to this process is the container's, and waits until it is there
        using Birthplace birth = container.Claim();
        Launcher launcher = birth.Launcher;
        launcher.Launch(console);
        launcher.AwaitExecution();
        birth.Announce(_launch);
        birth.Directory.Unlock();
        if (_detach.IsOn)
        {
            birth.Notify?.AwaitReady(launcher.Child.Pidfd, launcher.Child.Pid);
            return 0;
        }

        int status;
        using (TerminalProxy? terminal = console is null ? null : new TerminalProxy(console.ReceiveMaster()))
        {
            status = Foreground.Wait(launcher.Child, signals, terminal, birth.Notify);
        }

        if (!_keep.IsOn)
        {
            Remove(birth, container.Settings, launcher.State);
            HookRunner.RunPoststop(container.Settings.Spec, launcher.State, new Log(global).Warn);
        }

        return status;
    }

    private static void Remove(Birthplace birth, LaunchSettings settings, ContainerState state)
    {
        birth.Directory.Lock();
        if (birth.Cgroup is Cgroup cgroup)
        {
            if (!settings.HasNew(NamespaceType.Pid))
            {
                cgroup.Kill(); // nobody else ends what its first process left behind
            }

            cgroup.Remove();
        }

        RootMount.Remove(state);
        birth.Directory.Remove();
    }
}
