using System;

using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Spawn;

/// <summary>Waits for a process as if it were this one: its signals are the process's, and its end is this one's.</summary>
internal static class Foreground
{
    /// <returns>The exit status, or 128 and the signal that killed it.</returns>
    public static int Wait(Child child, SignalPipe signals)
    {
        Span<pollfd> files = stackalloc pollfd[2];
        for (; ; )
        {
            files[0] = new pollfd { fd = child.Pidfd.Number, events = (short)POLLIN };
            files[1] = new pollfd { fd = signals.Read.Number, events = (short)POLLIN };
            _ = Kernel.Poll(files, -1);
            if (files[1].revents != 0)
            {
                signals.Forward(child.Pidfd);
            }

            if (files[0].revents != 0)
            {
                return child.Wait();
            }
        }
    }
}
