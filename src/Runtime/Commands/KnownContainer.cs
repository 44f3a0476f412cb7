using System;
using Runtime.State;

namespace Runtime.Commands;

/// <summary>A container that exists, as a command finds it.</summary>
internal sealed class KnownContainer : IDisposable
{
    private readonly StateRoot _root;

    private KnownContainer(StateRoot root, StateDirectory directory, ContainerState state)
    {
        _root = root;
        Directory = directory;
        State = state;
    }

    public StateDirectory Directory { get; }

    public ContainerState State { get; }

    public static KnownContainer Open(GlobalOptions global, string id)
    {
        ContainerId.Check(id);
        StateRoot root = StateRoot.Open(global.RootPath) ?? throw StateException.Missing();
        StateDirectory directory = StateDirectory.Open(root, id) ?? throw StateException.Missing();
        ContainerState state = directory.LoadState() ?? throw StateException.Missing();
        return new KnownContainer(root, directory, state);
    }

    /// <summary>Where it is in its life.</summary>
    public ContainerStatus Status() => Directory.Status(State);

    public void Dispose()
    {
        Directory.Dispose();
        _root.Dispose();
    }
}
