using Runtime.Config;
using Runtime.Plan;
using Runtime.Spawn;
using Runtime.State;

namespace Runtime.Commands;

/// <summary>A further process in a living container.</summary>
internal sealed class ExecCommand() : Command("exec", "<container-id> [command...]", "run a further process in a running container")
{
    private readonly ExecOptions _exec = new();

    public override string Description =>
        """
        Without --process, the process of config.json is the model and the options
        change it. Everything after the id belongs to the command.

        The exit status is that of the process, 128+N if signal N killed it, and 255
        if it could not be started.
        """;

    public override Option[] Options => _exec.Rows;

    public override bool StopsAtFirstArgument => true;

    public override int FailureStatus => 255;

    public override int Run(GlobalOptions global, string[] arguments)
    {
        PassedDescriptors.Check(_exec.PreservedDescriptors);
        using KnownContainer container = KnownContainer.Open(global, arguments[0]);
        CheckStatus(container.Status());
        container.Cgroup?.Open();
        LaunchSettings settings = Settings(container, arguments[1..]);
        new Log(global).Warn(() => CapabilityWarnings.Of(settings));
        using ConsoleSocket? console = ConsoleRule.Open(settings.Process.Terminal, _exec.IsDetached, _exec.ConsoleSocket);
        using SignalQueue signals = SignalQueue.Block(settings.IgnoredSignals);
        SubCgroups.Enter(container.Cgroup, _exec.SubCgroups);
        using ExecLauncher launcher = new(settings, container.State, container.Cgroup, SavedCgroups.FindResctrl(container.State));
        launcher.Launch(console);
        if (_exec.PidfdSocket is string pidfdSocket)
        {
            PidfdSocket.Send(pidfdSocket, launcher.Child.Pidfd, "setns"u8);
        }

        if (_exec.PidFile is string pidFile)
        {
            PidFile.Write(pidFile, launcher.Child.Pid);
        }

        if (_exec.IsDetached)
        {
            return 0;
        }

        using TerminalProxy? terminal = console is null ? null : new TerminalProxy(console.ReceiveMaster());
        return Foreground.Wait(launcher.Child, signals, terminal);
    }

    private void CheckStatus(ContainerStatus status)
    {
        if (status is ContainerStatus.Stopped or ContainerStatus.Creating)
        {
            throw new StateException("stopped", "cannot exec in a stopped container");
        }

        if (status is ContainerStatus.Paused && !_exec.IgnoresPause)
        {
            throw new StateException("paused", "cannot exec in a paused container (use --ignore-paused to override)");
        }
    }

    /// <summary>From config.json as it was at create: what happened to the bundle since does not matter.</summary>
    private LaunchSettings Settings(KnownContainer container, string[] arguments)
    {
        ContainerState state = container.State;
        byte[] text = container.Directory.LoadConfig();
        Spec spec = SpecReader.ReadSpec(Bundle.FileName, text);
        ProcessSpec own = spec.Process ?? throw new StateException("no-process", "the container was created without a process");
        ProcessSpec process = ExecProcess.Make(_exec, arguments, own);
        Checks.Check(process, new Place(_exec.ProcessFile ?? "exec", ""), HostInspection.For(process));
        return new LaunchSettings
        {
            Id = state.Id,
            Bundle = new Bundle { Path = state.Bundle, Spec = spec, Text = text, RootPath = state.RootPath },
            Process = process,
            IsRootless = state.IsRootless,
            WaitsForCgroup = container.Cgroup is { } cgroup && (cgroup.CloneTarget is null || !Host.HasClone3()),
            ResctrlPath = state.Resctrl?.Path,
            IgnoredSignals = Host.IgnoredSignals(),
            OwnedStreams = Host.StandardStreams().Owned,
            GrantableCapabilities = spec.Linux.Has(NamespaceType.User) ? ulong.MaxValue : Host.Capabilities(),
            PassedDescriptors = _exec.PreservedDescriptors,
            KeepsKeyring = state.KeepsKeyring,
        };
    }
}
