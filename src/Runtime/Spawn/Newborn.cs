using System;

using Runtime.Config;
using Runtime.Plan;
using Runtime.State;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Spawn;

/// <summary>A process between its clone and its program: what a container's first process and every further one have in common.</summary>
internal sealed class Newborn : IDisposable
{
    private readonly ProcessPlan _plan;
    private readonly LaunchSettings _settings;
    private readonly Handshake _handshake;
    private readonly Openings _openings;
    private Child? _child;

    /// <summary>Opens what the plan wants open.</summary>
    public Newborn(ProcessPlan plan, LaunchSettings settings)
    {
        _plan = plan;
        _settings = settings;
        _openings = Openings.Open(plan.Plan);
        _handshake = new Handshake(plan.Plan, plan.Channel);
    }

    /// <summary>Alive, and not yet reaped.</summary>
    public Child Child => _child ?? throw new InvalidOperationException("nothing is born yet");

    /// <summary>Hands it one more descriptor, before the clone.</summary>
    public void Inherit(Slot slot, Descriptor descriptor)
    {
        _openings.Inherit(slot, descriptor);
    }

    /// <param name="cgroup">Where it is born; null: in the runtime's own.</param>
    /// <param name="affinity">The CPUs it is born on, a list; null: the runtime's own.</param>
    public void Clone(Descriptor? cgroup, string? affinity = null)
    {
        Kernel.Fcntl(_handshake.InitEnd, F_SETFD, 0);
        int? ownScore = OomScore.Lend(_settings.Process.OomScoreAdj, _settings.IsRootless);
        byte[]? ownAffinity = Affinity.Lend(affinity);
        try
        {
            _child = Cloner.Clone(_plan.Plan, _plan.Birth.CloneFlags, cgroup);
        }
        finally
        {
            Affinity.Return(ownAffinity);
            OomScore.Return(ownScore);
        }

        _handshake.CloseInitEnd();
        _openings.Dispose();
    }

    /// <summary>Waits for what it says next.</summary>
    /// <exception cref="LaunchException">It failed, and says at what.</exception>
    public Stage Receive()
    {
        if (_handshake.Receive() is Stage stage)
        {
            return stage;
        }

        AdoptSecond();
        _handshake.ThrowIfFailed(Child);
        throw new InvalidOperationException("the init executed its program before it was told to");
    }

    /// <summary>Copies what it shows: it has no more than system calls to read a directory with.</summary>
    /// <exception cref="LaunchException">Something could not be copied; the message says what, and where.</exception>
    public unsafe void CopyUp()
    {
        using Descriptor from = ReceiveDescriptor();
        using Descriptor to = ReceiveDescriptor();
        try
        {
            int second = *(int*)_plan.Plan.Memory.At(_plan.Channel.ProcessId);
            new DirectoryCopy(second != 0 ? second : Child.Pid, to).Copy(from, to);
        }
        catch (KernelException failure)
        {
            throw new LaunchException($"{_plan.Plan.PhraseOf(_plan.Plan.Memory.Header->Position)}: {failure.Message}");
        }
    }

    /// <summary>Waits for the descriptor that it said it would hand over.</summary>
    /// <exception cref="LaunchException">It failed, and says at what.</exception>
    public Descriptor ReceiveDescriptor()
    {
        return _handshake.ReceiveDescriptor() ?? throw Failure();
    }

    public void GoOn()
    {
        _handshake.GoOn();
    }

    /// <summary>It has loaded a filter that notifies: its agent is told, before anything can wait for an answer.</summary>
    /// <param name="container">The container.</param>
    /// <param name="status">Of the container.</param>
    /// <param name="init">The container's first process; null: it is this one.</param>
    public void TellAgent(ContainerState container, string status, int? init)
    {
        AdoptSecond();
        SeccompSpec seccomp = _settings.Spec.Linux.Seccomp ?? throw new InvalidOperationException("the init has loaded a filter that nobody asked for");
        Slot slot = _plan.Listener ?? throw new InvalidOperationException("the filter has no listener");
        using Descriptor listener = Kernel.PidfdGetFd(Child.Pidfd.Number, (int)_plan.Plan[slot]);
        SeccompAgent.Send(
            seccomp.ListenerPath ?? throw new InvalidOperationException("the filter has no agent"),
            listener,
            ContainerProcessState.Write(container, status, Child.Pid, init ?? Child.Pid, seccomp.ListenerMetadata));
    }

    /// <summary>It is ready: what must be set from outside, and what only the inside could tell.</summary>
    public void Complete()
    {
        AdoptSecond();
        Rlimits.Set(Child.Pid, _settings.Process.Rlimits, _plan);
        _plan.Home?.Complete(_plan.Plan);
    }

    /// <summary>Waits until it has become its program.</summary>
    /// <exception cref="LaunchException">It could not.</exception>
    public void AwaitExecution()
    {
        while (_handshake.Receive() is Stage)
        {
            // It says that it is ready; it was told to go on before.
        }

        _handshake.ThrowIfFailed(Child);
    }

    /// <summary>The first process may only have entered the namespaces; the one it made to live in them is our child too (CLONE_PARENT).</summary>
    private unsafe void AdoptSecond()
    {
        int second = *(int*)_plan.Plan.Memory.At(_plan.Channel.ProcessId);
        if (second != 0 && second != Child.Pid)
        {
            _ = Child.Wait();
            Child.Dispose();
            _child = new Child(second, Kernel.PidfdOpen(second));
        }
    }

    /// <summary>Why it is gone.</summary>
    public RuntimeException Failure()
    {
        try
        {
            AdoptSecond();
            _handshake.ThrowIfFailed(Child);
        }
        catch (LaunchException failure)
        {
            return failure;
        }

        return new LaunchException("the init was killed while it waited");
    }

    /// <summary>Ends it, and the process it may have made to live in a namespace.</summary>
    public unsafe void Kill()
    {
        _child?.Kill();
        int second = *(int*)_plan.Plan.Memory.At(_plan.Channel.ProcessId);
        if (second != 0 && second != _child?.Pid)
        {
            using Child other = new(second, Kernel.PidfdOpen(second)); // a child of ours that nobody has reaped: its pid is still its own
            other.Kill();
        }
    }

    public void Dispose()
    {
        _openings.Dispose();
        _handshake.Dispose();
        _child?.Dispose();
    }
}
