using System;

using Runtime.Config;
using Runtime.Plan;
using Runtime.Resources;
using Runtime.State;
using Runtime.Syscalls;

namespace Runtime.Spawn;

/// <summary>
/// The order of a container's birth: what has to be there before the clone, what is done for init while it waits, and, when anything fails, all of
/// it undone in reverse.
/// </summary>
internal sealed class Launcher : IDisposable
{
    private readonly LaunchSettings _settings;
    private readonly StateDirectory _directory;
    private readonly Cgroup? _cgroup;
    private readonly ResctrlGroup? _resctrl;
    private readonly Action<string> _warn;
    private ContainerState _state;
    private ProcessPlan? _plan;
    private Newborn? _newborn;
    private StartGate? _gate;
    private NetDevices? _netDevices;

    /// <param name="settings">What to launch.</param>
    /// <param name="directory">Just made, and locked.</param>
    /// <param name="intent">What is known before the birth.</param>
    /// <param name="cgroup">Decided, and not yet made; null: the caller's own.</param>
    /// <param name="resctrl">Decided, and not yet made; null: the caller's own.</param>
    /// <param name="warn">Is told of poststop hooks that fail.</param>
    public Launcher(LaunchSettings settings, StateDirectory directory, ContainerState intent, Cgroup? cgroup, ResctrlGroup? resctrl, Action<string> warn)
    {
        _warn = warn;
        _settings = settings;
        _directory = directory;
        _state = intent;
        _cgroup = cgroup;
        _resctrl = resctrl;
    }

    /// <summary>As it was saved.</summary>
    public ContainerState State => _state;

    /// <summary>The container's first process.</summary>
    public Child Child => Newborn.Child;

    private ProcessPlan Plan => _plan ?? throw new InvalidOperationException("nothing is planned yet");

    private Newborn Newborn => _newborn ?? throw new InvalidOperationException("nothing is born yet");

    /// <summary>Brings the container up; one that waits for <c>start</c> is then one <see cref="GoOn"/> away from waiting.</summary>
    /// <param name="console">Where its terminal goes; null: it has none.</param>
    /// <exception cref="RuntimeException">It could not be; nothing of it is left.</exception>
    public void Launch(ConsoleSocket? console)
    {
        try
        {
            _directory.SaveState(_state); // the intent: from here on delete can undo all that follows
            _plan = InitPlan.Compile(_settings);
            _settings.Fault?.Inject(_plan.Plan);
            _cgroup?.Create();
            if (_settings.Spec.Linux.IntelRdt is IntelRdtSpec rdt)
            {
                _resctrl?.Create(rdt);
            }

            if (_settings.WaitsForCgroup && _cgroup is { IsMadeByJoining: false })
            {
                // cgroup v1 takes device rules one by one, and the first forbids all: init must not meet them half done.
                _cgroup?.Apply(_settings.Spec.Linux.Resources);
            }

            Clone(console);
            Place();

            // Init mounts meanwhile: what only has to be done before the program starts is done beside it.
            if (!_settings.WaitsForCgroup)
            {
                _cgroup?.Apply(_settings.Spec.Linux.Resources);
            }

            if (Delegation.OwnerOf(_settings.Spec) is uint owner)
            {
                _cgroup?.Delegate(owner);
            }

            _directory.SaveConfig(_settings.Bundle.Text);
            if (MayGoOnAlone)
            {
                Save();
                GoOn();
                return;
            }

            Converse();
            Newborn.Complete();
            Plan.StartContainerState?.Complete(Plan.Plan, HookState.Write(_state, "created", ProcessIdInside));
            Save();
            if (!_settings.WaitsForStart)
            {
                GoOn();
            }
        }
        catch (RuntimeException failure)
        {
            Undo(failure);
            throw;
        }
    }

    /// <summary>Lets init go on to wait for <c>start</c>.</summary>
    public void GoOn()
    {
        Newborn.GoOn();
    }

    /// <summary>Waits until init has become the program, and runs the poststart hooks.</summary>
    /// <exception cref="RuntimeException">It could not, or one of them failed; nothing of the container is left.</exception>
    public void AwaitExecution()
    {
        try
        {
            Newborn.AwaitExecution();
            HookRunner.Run("poststart", _settings.Spec.Hooks.Poststart, _settings.Bundle.Path, _settings.Spec.Hooks.Poststart.Length > 0 ? HookState.Write(_state, "running", _state.Pid) : []);
        }
        catch (RuntimeException failure)
        {
            Undo(failure);
            throw;
        }
    }

    /// <summary>Takes everything away again: the process, its cgroup, its state.</summary>
    /// <exception cref="LaunchException">There is more to say than the cause.</exception>
    public void Undo(RuntimeException cause)
    {
        ulong? killed;
        try
        {
            _newborn?.Kill();
            killed = _cgroup?.OomKillCount();
            _cgroup?.Undo();
            _resctrl?.Undo();
            RootMount.Remove(_state);
            _directory.Remove();
            _netDevices?.GiveBack(); // the socket has kept the namespace they are in
            HookRunner.RunPoststop(_settings.Spec, _state, _warn);
        }
        catch (RuntimeException unclean)
        {
            throw new LaunchException($"{cause.Message}; cleaning up after that failed too: {unclean.Message}");
        }

        if (killed is > 0)
        {
            throw new LaunchException($"container init was OOM-killed (memory limit too low?): linux.resources.memory.limit is {_settings.Spec.Linux.Resources?.Memory?.Limit}: {cause.Message}");
        }
    }

    public void Dispose()
    {
        _newborn?.Dispose();
        _gate?.Dispose();
        _netDevices?.Dispose();
        _plan?.Plan.Dispose();
    }

    /// <summary>Nothing is asked of the launcher between the clone and the program, so init need not wait for it. That saves two waits of one process for another.</summary>
    private bool MayGoOnAlone => !_settings.WaitsForStart
        && !Plan.Birth.ClonesAgain
        && !Plan.Birth.HasUser
        && Plan.Home is null
        && Plan.Listener is null
        && Plan.StartContainerState is null
        && Rlimits.AreForInit(_settings.Process.Rlimits)
        && _settings.Spec.Linux.NetDevices.Length == 0
        && !HookSteps.Meets(_settings.Spec.Hooks)
        && !FileSystemSteps.Meets(_settings.Spec.Mounts);

    private void Clone(ConsoleSocket? console)
    {
        _newborn = new Newborn(Plan, _settings);
        if (Plan.Channel.Gate is Slot gate)
        {
            _gate = StartGate.Create(_directory, Plan.Plan, Plan.Channel);
            _newborn.Inherit(gate, _gate.Gate);
            _newborn.Inherit(Plan.Channel.Report, _gate.Report);
        }

        if (Plan.Channel.Console is Slot slot && console is not null)
        {
            _newborn.Inherit(slot, console.InitEnd);
        }

        _newborn.Clone(_settings.WaitsForCgroup ? null : _cgroup?.CloneTarget);
    }

    private void Place()
    {
        if (_settings.WaitsForCgroup)
        {
            _cgroup?.Join(Child.Pid);
            if (_cgroup is { IsMadeByJoining: true })
            {
                _cgroup.Apply(_settings.Spec.Linux.Resources);
            }
        }

        _resctrl?.Join(Child.Pid);
        if (_settings.WaitsForPlace)
        {
            GoOn();
        }
    }

    private void Converse()
    {
        for (; ; )
        {
            switch (Newborn.Receive())
            {
                case Stage.Maps:
                    SettleMappings();
                    GoOn();
                    break;
                case Stage.Copy:
                    Newborn.CopyUp();
                    GoOn();
                    break;
                case Stage.NetDevices:
                    MoveNetDevices();
                    GoOn();
                    break;
                case Stage.Hooks:
                    RunHooks();
                    GoOn();
                    break;
                case Stage.Listener:
                    Newborn.TellAgent(_state, "creating", init: null);
                    GoOn();
                    break;
                case Stage.Ready:
                    return;
                default:
                    throw new InvalidOperationException("the init is at a stage that its plan does not have");
            }
        }
    }

    /// <summary>Those of the runtime; those that init runs itself get their state.</summary>
    private void RunHooks()
    {
        HooksSpec hooks = _settings.Spec.Hooks;
        ReadOnlySpan<byte> state = HookState.Write(_state, "creating", ProcessId);
        HookRunner.Run("prestart", hooks.Prestart, _settings.Bundle.Path, state);
        HookRunner.Run("createRuntime", hooks.CreateRuntime, _settings.Bundle.Path, state);
        Plan.CreateContainerState?.Complete(Plan.Plan, HookState.Write(_state, "creating", ProcessIdInside));
    }

    /// <summary>Of the process that will be the program, also while the one that made it is still there.</summary>
    private unsafe int ProcessId
    {
        get
        {
            int second = *(int*)Plan.Plan.Memory.At(Plan.Channel.ProcessId);
            return second != 0 ? second : Child.Pid;
        }
    }

    /// <summary>As the container's hooks see it.</summary>
    private int ProcessIdInside => _settings.HasNew(NamespaceType.Pid) ? 1 : ProcessId;

    private void Save()
    {
        ProcessIdentity identity = ProcessIdentity.Find(Child.Pid) ?? throw Newborn.Failure();
        SavedCgroup[] cgroups = _cgroup is null ? [] : Array.ConvertAll(_cgroup.Paths, place => new SavedCgroup(place.Controller, place.Path, place.IsOurs));
        _state = _state with { Pid = identity.Pid, StartTime = identity.StartTime, Cgroups = cgroups };
        _directory.SaveState(_state);
    }

    private void MoveNetDevices()
    {
        _netDevices = new NetDevices(Newborn.ReceiveDescriptor());
        _netDevices.Move(_settings.Spec.Linux.NetDevices, ProcessId);
    }

    private void SettleMappings()
    {
        if (_settings.HasNew(NamespaceType.User))
        {
            IdMapWriter.Write(Child.Pid, _settings.Spec.Linux.UidMappings, _settings.Spec.Linux.GidMappings);
        }
        else
        {
            IdMapReader.Compare(Child.Pid, _settings.Spec.Linux);
        }
    }
}
