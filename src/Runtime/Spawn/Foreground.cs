using System;

using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Spawn;

/// <summary>Waits for a process as if it were this one: its signals are the process's, its terminal is this one's, and its end is this one's.</summary>
internal static class Foreground
{
    private const int ProcessEnded = 0;
    private const int SignalCame = 1;
    private const int OutputCame = 2;
    private const int InputCame = 3;
    private const int NotificationCame = 4;

    /// <param name="child">The process.</param>
    /// <param name="signals">What this process is sent.</param>
    /// <param name="terminal">Null: it has this process's own standard streams.</param>
    /// <param name="notify">Null: nobody wants to know that it is ready.</param>
    /// <returns>The exit status, or 128 and the signal that killed it.</returns>
    public static int Wait(Child child, SignalQueue signals, TerminalProxy? terminal, NotifySocket? notify = null)
    {
        Span<pollfd> files = stackalloc pollfd[5];
        files[ProcessEnded] = Reading(child.Pidfd.Number);
        files[SignalCame] = Reading(signals.Number);
        files[OutputCame] = Reading(terminal?.Master.Number ?? -1); // poll(2) passes over negative numbers
        files[InputCame] = Reading(terminal is null ? -1 : 0);
        files[NotificationCame] = Reading(notify?.Number ?? -1);
        for (; ; )
        {
            _ = Kernel.Poll(files, -1);
            if (files[SignalCame].revents != 0)
            {
                signals.Forward(child.Pidfd, terminal);
            }

            if (files[InputCame].revents != 0 && terminal is not null && !terminal.CopyInput())
            {
                files[InputCame].fd = -1;
            }

            if (files[OutputCame].revents != 0 && terminal is not null && !terminal.CopyOutput())
            {
                files[OutputCame].fd = -1;
            }

            if (files[NotificationCame].revents != 0 && notify is not null && notify.Forward(child.Pid))
            {
                files[NotificationCame].fd = -1;
            }

            if (files[ProcessEnded].revents != 0)
            {
                Drain(terminal);
                return child.Wait();
            }
        }
    }

    /// <summary>What the process wrote before it ended is still in the terminal.</summary>
    private static void Drain(TerminalProxy? terminal)
    {
        if (terminal is null)
        {
            return;
        }

        Span<pollfd> output = [Reading(terminal.Master.Number)];
        while (Kernel.Poll(output, 0) > 0 && terminal.CopyOutput())
        {
        }
    }

    private static pollfd Reading(int descriptor)
    {
        return new pollfd { fd = descriptor, events = (short)POLLIN };
    }
}
