using Runtime.State;
using Runtime.Syscalls;
using static Runtime.Syscalls.Flags;

namespace Runtime.Commands;

/// <summary>Signals the container's first process.</summary>
internal sealed class KillCommand() : Command("kill", "<container-id> [signal]", "send a signal to the container's first process")
{
    private readonly Option _all = new("all", 'a', OptionKind.Switch, "do not complain about a container that is not running") { IsHidden = true };

    public override string Description =>
        """
        The signal is a number or a name, with or without SIG, in any case; SIGTERM if
        none is given. KILL to a container that shares its pid namespace kills all of
        its processes.
        """;

    public override Option[] Options => [_all];

    public override bool StopsAtFirstArgument => true;

    public override int Run(GlobalOptions global, string[] arguments)
    {
        int signal = arguments.Length > 1 ? Signals.Read(arguments[1]) : SIGTERM;
        using var container = KnownContainer.Open(global, arguments[0]);
        bool isSent = Send(container.State.Process, signal);
        if (signal == SIGKILL)
        {
            isSent |= KillOthers(container);
        }

        return isSent || _all.IsOn ? 0 : throw StateException.NotRunning();
    }

    /// <summary>False if the process is gone.</summary>
    public static bool Send(ProcessIdentity identity, int signal)
    {
        using Descriptor? process = identity.Open();
        int result = process is null ? -Errno.ESRCH : Kernel.TryPidfdSendSignal(process.Number, signal);
        return result switch
        {
            0 => true,
            -Errno.ESRCH => false,
            _ => throw new KernelException($"sending signal {signal} to process {identity.Pid}", -result),
        };
    }

    // The end of a pid namespace is the end of everybody in it. Without one of its own, the cgroup says who belongs to the container.
    private static bool KillOthers(KnownContainer container)
    {
        bool hasOthers = !container.State.HasPrivatePidNamespace && container.Cgroup is not null && container.Cgroup.GetPids().Length > 0;
        if (hasOthers)
        {
            container.Cgroup!.Kill();
        }
        else if (container.Cgroup is { IsFrozen: true })
        {
            // The freezer of cgroup v1 holds back even SIGKILL.
            container.Cgroup.Thaw();
        }

        return hasOthers;
    }
}
