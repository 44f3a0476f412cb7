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
        if (!TrySend(container, signal) && !_all.IsOn)
        {
            throw StateException.NotRunning();
        }

        return 0;
    }

    private static bool TrySend(KnownContainer container, int signal)
    {
        using Descriptor? process = container.State.Process.Open();
        if (process is null)
        {
            return false;
        }

        int result = Kernel.TryPidfdSendSignal(process.Number, signal);
        return result switch
        {
            0 => true,
            -Errno.ESRCH => false,
            _ => throw new KernelException($"sending signal {signal} to process {container.State.Pid}", -result),
        };
    }
}
