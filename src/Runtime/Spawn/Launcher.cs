using System;

using Runtime.Plan;
using Runtime.Resources;
using Runtime.State;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Spawn;

/// <summary>
/// The order of birth: what has to be there before the clone, what is done for init while it waits, and, when anything fails, all of it undone in reverse.
/// </summary>
internal sealed class Launcher : IDisposable
{
    private readonly LaunchSettings _settings;
    private readonly StateDirectory _directory;
    private readonly Cgroup? _cgroup;
    private ContainerState _state;
    private InitPlan? _plan;
    private Handshake? _handshake;
    private StartGate? _gate;
    private Child? _child;

    /// <param name="settings">What to launch.</param>
    /// <param name="directory">Just made, and locked.</param>
    /// <param name="intent">What is known before the birth.</param>
    /// <param name="cgroup">Decided, and not yet made; null: the caller's own.</param>
    public Launcher(LaunchSettings settings, StateDirectory directory, ContainerState intent, Cgroup? cgroup)
    {
        _settings = settings;
        _directory = directory;
        _state = intent;
        _cgroup = cgroup;
    }

    /// <summary>As it was saved.</summary>
    public ContainerState State => _state;

    /// <summary>The container's first process.</summary>
    public Child Child => _child ?? throw new InvalidOperationException("nothing is born yet");

    private InitPlan Plan => _plan ?? throw new InvalidOperationException("nothing is planned yet");

    private Handshake Handshake => _handshake ?? throw new InvalidOperationException("nobody to talk to yet");

    /// <summary>Brings the container up to the point where only the start of its program is left.</summary>
    /// <exception cref="RuntimeException">It could not be; nothing of it is left.</exception>
    public void Launch()
    {
        try
        {
            _directory.SaveState(_state); // the intent: from here on delete can undo all that follows
            _plan = InitPlan.Compile(_settings);
            _cgroup?.Create();
            _cgroup?.Apply(_settings.Spec.Linux.Resources);
            _handshake = new Handshake(Plan.Plan, Plan.Channel);
            Clone();
            Place();
            Converse();
            Complete();
        }
        catch (RuntimeException failure)
        {
            Undo(failure);
            throw;
        }
    }

    /// <summary>Lets init go on to the program, or to wait for <c>start</c>.</summary>
    public void GoOn()
    {
        Handshake.GoOn();
    }

    /// <summary>Waits until init has become the program.</summary>
    /// <exception cref="RuntimeException">It could not; nothing of the container is left.</exception>
    public void AwaitExecution()
    {
        try
        {
            while (Handshake.Receive() is not null)
            {
            }

            Handshake.ThrowIfFailed(Child);
        }
        catch (RuntimeException failure)
        {
            Undo(failure);
            throw;
        }
    }

    /// <summary>Takes everything away again: the process, its cgroup, its state.</summary>
    public void Undo(RuntimeException cause)
    {
        try
        {
            ulong? killed = _cgroup?.OomKillCount();
            _child?.Kill();
            _cgroup?.Undo();
            _directory.Remove();
            if (killed is > 0)
            {
                throw new LaunchException($"container init was OOM-killed (memory limit too low?): linux.resources.memory.limit is {_settings.Spec.Linux.Resources?.Memory?.Limit}: {cause.Message}");
            }
        }
        catch (KernelException unclean)
        {
            throw new LaunchException($"{cause.Message}; cleaning up after that failed too: {unclean.Message}");
        }
    }

    public void Dispose()
    {
        _handshake?.Dispose();
        _child?.Dispose();
        _gate?.Dispose();
        _plan?.Plan.Dispose();
    }

    private void Clone()
    {
        LaunchPlan plan = Plan.Plan;
        using Openings openings = Openings.Open(plan);
        if (Plan.Channel.Gate is Slot gate)
        {
            _gate = StartGate.Create(_directory, plan, Plan.Channel);
            openings.Inherit(gate, _gate.Gate);
            openings.Inherit(Plan.Channel.Report, _gate.Report);
        }

        Kernel.Fcntl(Handshake.InitEnd, F_SETFD, 0);
        int? ownScore = OomScore.Lend(_settings.Process.OomScoreAdj, _settings.IsRootless);
        try
        {
            _child = Cloner.Clone(plan, Plan.Birth.CloneFlags, _cgroup?.CloneTarget);
        }
        finally
        {
            OomScore.Return(ownScore);
        }

        Handshake.CloseInitEnd();
    }

    private void Place()
    {
        if (_cgroup is not null && _cgroup.CloneTarget is null)
        {
            _cgroup.Join(Child.Pid);
        }

        if (IdMapSteps.NeedsPlace(Plan.Birth, _settings))
        {
            if (Plan.Birth.HasNewUser && !Plan.Birth.EntersBySteps)
            {
                WriteMappings();
            }

            Handshake.GoOn();
        }
    }

    private void Converse()
    {
        while (Handshake.Receive() is Stage stage)
        {
            switch (stage)
            {
                case Stage.Maps:
                    WriteMappings();
                    Handshake.GoOn();
                    break;
                case Stage.Ready:
                    return;
                default:
                    throw new InvalidOperationException($"the init is at a stage nobody knows: {(byte)stage}");
            }
        }

        Handshake.ThrowIfFailed(Child);
        throw new InvalidOperationException("the init executed its program before it was told to");
    }

    private unsafe void Complete()
    {
        int second = *(int*)Plan.Plan.Memory.At(Plan.Channel.ProcessId);
        if (second != 0)
        {
            // The first process only entered the namespaces; the one it made is our child too (CLONE_PARENT).
            _ = Child.Wait();
            Child.Dispose();
            _child = new Child(second, Kernel.PidfdOpen(second));
        }

        Rlimits.Set(Child.Pid, _settings.Process.Rlimits);
        Plan.Home?.Complete(Plan.Plan);
        ProcessIdentity identity = ProcessIdentity.Find(Child.Pid) ?? throw new LaunchException("the init was killed while it waited");
        _state = _state with { Pid = identity.Pid, StartTime = identity.StartTime, Cgroups = Saved() };
        _directory.SaveState(_state);
    }

    private SavedCgroup[] Saved()
    {
        return _cgroup is null ? [] : Array.ConvertAll(_cgroup.Paths, place => new SavedCgroup(place.Controller, place.Path, place.IsOurs));
    }

    private void WriteMappings()
    {
        IdMapWriter.Write(Child.Pid, _settings.Spec.Linux.UidMappings, _settings.Spec.Linux.GidMappings);
    }
}
