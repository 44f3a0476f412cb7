using System;

using Runtime.Plan;
using Runtime.Resources;
using Runtime.State;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Spawn;

/// <summary>The order of birth of a further process: into the cgroup and the namespaces of the container's first one.</summary>
internal sealed class ExecLauncher : IDisposable
{
    private readonly LaunchSettings _settings;
    private readonly ContainerState _state;
    private readonly Cgroup? _cgroup;
    private readonly ResctrlGroup? _resctrl;
    private readonly Descriptor _container;
    private ProcessPlan? _plan;
    private Newborn? _newborn;

    /// <param name="settings">The container's, with the process to run.</param>
    /// <param name="state">The container.</param>
    /// <param name="cgroup">Its cgroup; null: it has none of its own.</param>
    /// <param name="resctrl">Its resctrl group; null: it has none.</param>
    /// <exception cref="StateException">The container has stopped.</exception>
    public ExecLauncher(LaunchSettings settings, ContainerState state, Cgroup? cgroup, ResctrlGroup? resctrl)
    {
        _settings = settings;
        _state = state;
        _cgroup = cgroup;
        _resctrl = resctrl;
        _container = state.Process.Open() ?? throw new StateException("stopped", "cannot exec in a stopped container");
    }

    public Child Child => Newborn.Child;

    private Newborn Newborn => _newborn ?? throw new InvalidOperationException("nothing is born yet");

    /// <summary>Brings the process up, and waits until it has become its program.</summary>
    /// <param name="console">Where its terminal goes; null: it has none.</param>
    /// <exception cref="RuntimeException">It could not; it is gone.</exception>
    public void Launch(ConsoleSocket? console)
    {
        try
        {
            _plan = ExecPlan.Compile(_settings, out Slot container, out Slot? root);
            _newborn = new Newborn(_plan, _settings);
            _newborn.Inherit(container, _container);
            using Descriptor? rootDirectory = root is null ? null : OpenRoot();
            if (root is Slot rootSlot && rootDirectory is not null)
            {
                _newborn.Inherit(rootSlot, rootDirectory);
            }

            if (_plan.Channel.Console is Slot slot && console is not null)
            {
                _newborn.Inherit(slot, console.InitEnd);
            }

            Clone(_newborn);
            Kernel.Fcntl(_container.Number, F_SETFD, FD_CLOEXEC);
            Place(_newborn);

            Stage stage = _newborn.Receive();
            if (stage is Stage.Listener)
            {
                _newborn.TellAgent(_state, "running", _state.Pid);
                _newborn.GoOn();
                stage = _newborn.Receive();
            }

            if (stage is not Stage.Ready)
            {
                throw new InvalidOperationException("the init is at a stage that its plan does not have");
            }

            _newborn.Complete();
            _newborn.GoOn();
            _newborn.AwaitExecution();
        }
        catch (RuntimeException)
        {
            _newborn?.Kill();
            throw;
        }
    }

    /// <summary>A container without a mount namespace has its root to itself all the same: that of its first process.</summary>
    private Descriptor OpenRoot()
    {
        Descriptor root = Kernel.Open($"/proc/{_state.Process.Pid}/root", O_PATH | O_DIRECTORY | O_CLOEXEC);
        if (_state.Process.IsAlive())
        {
            return root; // it was no other process's
        }

        root.Dispose();
        throw new StateException("stopped", "cannot exec in a stopped container");
    }

    private void Clone(Newborn newborn)
    {
        try
        {
            newborn.Clone(_settings.WaitsForCgroup ? null : _cgroup?.CloneTarget, _settings.Process.ExecCPUAffinity?.Initial);
        }
        catch (KernelException busy) when (busy.Errno == Errno.EBUSY && _cgroup is not null && _cgroup.TryFollow(_state.Process.Pid))
        {
            newborn.Clone(_cgroup.CloneTarget, _settings.Process.ExecCPUAffinity?.Initial);
        }
    }

    private void Place(Newborn newborn)
    {
        if (_settings.WaitsForCgroup)
        {
            _cgroup?.Join(Child.Pid);
        }

        _resctrl?.Join(Child.Pid);
        if (_settings.WaitsForPlace)
        {
            newborn.GoOn();
        }
    }

    public void Dispose()
    {
        _newborn?.Dispose();
        _plan?.Plan.Dispose();
        _container.Dispose();
    }
}
