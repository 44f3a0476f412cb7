using System;
using Runtime.Resources;
using Runtime.State;

namespace Runtime.Commands;

/// <summary>A container that exists, as a command finds it.</summary>
internal sealed class KnownContainer : IDisposable
{
    private readonly StateRoot? _root; // null: the caller's
    private Cgroup? _cgroup;

    private KnownContainer(StateRoot? root, StateDirectory directory, ContainerState state)
    {
        _root = root;
        Directory = directory;
        State = state;
    }

    public StateDirectory Directory { get; }

    public ContainerState State { get; }

    /// <summary>Null if it was made without one.</summary>
    public Cgroup? Cgroup => _cgroup ??= SavedCgroups.Find(State);

    /// <exception cref="StateException">There is no such container.</exception>
    public static KnownContainer Open(GlobalOptions global, string id) => Open(global, id, isLocked: false);

    /// <param name="root">Stays the caller's.</param>
    /// <param name="id">The container's.</param>
    /// <exception cref="StateException">There is no such container.</exception>
    public static KnownContainer Open(StateRoot root, string id) => Load(root, null, id, isLocked: false);

    /// <summary>For a command that changes the container: waits until no other does.</summary>
    /// <exception cref="StateException">There is no such container.</exception>
    public static KnownContainer OpenLocked(GlobalOptions global, string id) => Open(global, id, isLocked: true);

    /// <summary>Where it is in its life.</summary>
    public ContainerStatus Status()
    {
        ContainerStatus status = Directory.Status(State);
        bool canBePaused = status is ContainerStatus.Created or ContainerStatus.Running;
        return canBePaused && Cgroup is { IsFrozen: true } ? ContainerStatus.Paused : status;
    }

    /// <summary>How it ended; null if it has not, or had no supervisor who saw it.</summary>
    public ExitRecord? Exit(ContainerStatus status) => status == ContainerStatus.Stopped ? Supervision.ExitOf(Directory) : null;

    public void Dispose()
    {
        _cgroup?.Dispose();
        Directory.Dispose();
        _root?.Dispose();
    }

    private static KnownContainer Open(GlobalOptions global, string id, bool isLocked)
    {
        ContainerId.Check(id);
        StateRoot root = StateRoot.Open(global.RootPath) ?? throw StateException.Missing();
        return Load(root, root, id, isLocked);
    }

    private static KnownContainer Load(StateRoot root, StateRoot? owned, string id, bool isLocked)
    {
        StateDirectory directory = StateDirectory.Open(root, id) ?? throw StateException.Missing();
        try
        {
            if (isLocked)
            {
                directory.Lock();
            }

            return new KnownContainer(owned, directory, directory.LoadState() ?? throw StateException.Missing());
        }
        catch
        {
            directory.Dispose();
            throw;
        }
    }
}
