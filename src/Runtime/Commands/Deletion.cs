using System;

using Runtime.Config;
using Runtime.Resources;
using Runtime.Spawn;
using Runtime.State;
using Runtime.Syscalls;
using static Runtime.Syscalls.Flags;

namespace Runtime.Commands;

/// <summary>Takes a container away, also one whose create was killed halfway: what an intent names but nobody made counts as gone.</summary>
internal static class Deletion
{
    private const int Patience = 10_000; // milliseconds, as long as runc waits

    /// <param name="directory">The container's; removed.</param>
    /// <param name="killsRunning">If not, a container that runs is left alone, and that is an error. One that was never started is killed.</param>
    /// <param name="warn">Is told of poststop hooks that fail.</param>
    public static void Run(StateDirectory directory, bool killsRunning, Action<string> warn)
    {
        ContainerState? state = LockAndLoad(directory, killsRunning);
        if (state is null)
        {
            // Its create was killed before it had made anything.
            directory.Remove();
            return;
        }

        using Cgroup? cgroup = SavedCgroups.Find(state);
        End(directory, state, cgroup, killsRunning);
        cgroup?.Remove();
        RootMount.Remove(state);
        SavedCgroups.FindResctrl(state)?.Remove();
        using (Supervision? supervision = Supervision.Open(directory))
        {
            supervision?.AwaitEverybody(Patience);
        }

        byte[]? config = state.HasPoststopHooks ? directory.LoadConfig() : null;
        directory.Remove();
        if (config is not null)
        {
            HookRunner.RunPoststop(SpecReader.ReadSpec(StateDirectory.ConfigName, config), state, warn);
        }
    }

    // Whoever holds the lock may do so for long (hooks), but not longer than the container lives.
    private static ContainerState? LockAndLoad(StateDirectory directory, bool killsRunning)
    {
        if (!directory.TryLock())
        {
            if (directory.LoadState() is not ContainerState { Pid: > 0 } busy)
            {
                throw NotStopped(directory, ContainerStatus.Creating);
            }

            if (killsRunning)
            {
                KillCommand.Send(busy.Process, SIGKILL);
            }

            directory.Lock();
        }

        return directory.LoadState();
    }

    private static void End(StateDirectory directory, ContainerState state, Cgroup? cgroup, bool killsRunning)
    {
        using Descriptor? process = state.Process.Open();
        bool isFrozen = cgroup is { IsFrozen: true };
        if (process is not null)
        {
            if (!killsRunning && (isFrozen || !directory.HasFifo))
            {
                throw NotStopped(directory, isFrozen ? ContainerStatus.Paused : ContainerStatus.Running);
            }

            Kernel.TryPidfdSendSignal(process.Number, SIGKILL); // one that has just ended is no worse
        }

        // Without a pid namespace of its own, the others outlive the first process. An intent has none: what its path holds may be another's.
        if (state.Pid > 0 && !state.HasPrivatePidNamespace)
        {
            cgroup?.Kill();
        }

        if (isFrozen)
        {
            cgroup?.Thaw();
        }

        if (process is not null && Kernel.Poll([new pollfd { fd = process.Number, events = (short)POLLIN }], Patience) == 0)
        {
            throw new StateException("container-still-running", "container init still running");
        }
    }

    private static StateException NotStopped(StateDirectory directory, ContainerStatus status) =>
        new("container-not-stopped", $"cannot delete container {directory.Id} that is not stopped: {ContainerStatusName.Of(status)}");
}
