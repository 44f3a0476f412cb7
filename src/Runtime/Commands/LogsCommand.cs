using System;

using Runtime.State;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Commands;

/// <summary>Prints what a supervised container has written.</summary>
internal sealed class LogsCommand() : Command("logs", "<container-id>", "print what a supervised container has written")
{
    private readonly Option _follow = new("follow", 'f', OptionKind.Switch, "go on until the container has ended");

    public override string Description =>
        """
        What it wrote to standard output goes to standard output, what it wrote to
        standard error to standard error. The newest 16 to 32 MB are kept.
        """;

    public override Option[] Options => [_follow];

    public override int Run(GlobalOptions global, string[] arguments)
    {
        using var container = KnownContainer.Open(global, arguments[0]);
        using var supervision = Supervision.Require(container.Directory);
        using LogReader log = new(supervision.Number, output: 1, error: 2);
        try
        {
            if (_follow.IsOn)
            {
                Follow(container, supervision, log);
            }

            log.Print();
        }
        catch (KernelException e) when (e.Errno == Errno.EPIPE)
        {
            // Whoever reads has seen enough.
        }

        return 0;
    }

    private static void Follow(KnownContainer container, Supervision supervision, LogReader log)
    {
        using Descriptor? process = container.State.Process.Open();
        using Descriptor changes = Kernel.InotifyInit1(IN_NONBLOCK);
        _ = Kernel.InotifyAddWatch(changes.Number, $"/proc/self/fd/{supervision.Number}", IN_MODIFY | IN_MOVED_TO);
        Span<byte> events = stackalloc byte[4096];
        while (process is not null)
        {
            log.Print();
            pollfd[] files = [Reading(changes), Reading(process)];
            _ = Kernel.Poll(files, -1);
            if (files[1].revents != 0)
            {
                break;
            }

            _ = Kernel.Read(changes.Number, events); // which of them is of no interest
        }

        supervision.AwaitSupervisor(); // which may still have to write the last of it
    }

    private static pollfd Reading(Descriptor file) => new() { fd = file.Number, events = (short)POLLIN };
}
