using System;
using System.Collections.Generic;

using Runtime.Shim.Loop;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Shim.Death;

/// <summary>
/// Takes the end of every child: runtimes, loggers, the processes of containers, which became children of this subreaper when their runtime ended, and whatever they
/// left behind. Nobody else may wait, so a pid that is expected here belongs to that process until its callback.
/// </summary>
internal sealed class Reaper
{
    private readonly EventLoop _loop;
    private readonly Dictionary<int, Action<ProcessEnd>> _expected = [];

    // A container's process may end before the runtime that made it, which alone knows its pid, has told it.
    private readonly Dictionary<int, ProcessEnd> _unclaimed = [];
    private int _births;

    public Reaper(EventLoop loop)
    {
        _loop = loop;
        Kernel.Prctl("becoming the reaper of orphans", PR_SET_CHILD_SUBREAPER, 1);
    }

    /// <summary>Calls when this process has ended, never before it returns.</summary>
    public void Expect(int pid, Action<ProcessEnd> ended)
    {
        if (_unclaimed.Remove(pid, out ProcessEnd end))
        {
            _loop.Post(() => ended(end));
            return;
        }

        _expected.Add(pid, ended);
    }

    /// <summary>Whether the process is there still, and so may be sent a signal by its pid.</summary>
    public bool IsExpected(int pid)
    {
        return _expected.ContainsKey(pid);
    }

    /// <summary>From here to <see cref="EndBirth"/>, ends that nobody expects are kept.</summary>
    public void BeginBirth()
    {
        _births++;
    }

    public void EndBirth()
    {
        if (--_births == 0)
        {
            _unclaimed.Clear();
        }
    }

    /// <summary>On SIGCHLD, of which one may stand for many.</summary>
    public void Reap()
    {
        while (Kernel.TryWaitId(P_ALL, 0, WEXITED | WNOHANG, out siginfo child) == 0 && child.si_pid != 0)
        {
            var end = ProcessEnd.Of(child);
            if (_expected.Remove(child.si_pid, out Action<ProcessEnd>? ended))
            {
                _loop.Post(() => ended(end));
            }
            else if (_births > 0)
            {
                _unclaimed[child.si_pid] = end;
            }
        }
    }
}
