using System;

using Runtime.Config;
using Runtime.Plan;
using Runtime.Resources;
using Runtime.Spawn;
using Runtime.State;
using Runtime.Syscalls;

namespace Runtime.Commands;

/// <summary>A container that is about to be made: its bundle read and checked, its place decided, nothing of it there yet.</summary>
internal sealed class NewContainer : IDisposable
{
    private readonly GlobalOptions _global;
    private readonly Cgroup? _cgroup;
    private readonly ResctrlGroup? _resctrl;

    private NewContainer(GlobalOptions global, LaunchSettings settings, Cgroup? cgroup, ResctrlGroup? resctrl)
    {
        _global = global;
        Settings = settings;
        _cgroup = cgroup;
        _resctrl = resctrl;
    }

    public LaunchSettings Settings { get; }

    /// <param name="global">The options before the command.</param>
    /// <param name="options">Those after it.</param>
    /// <param name="id">The container's.</param>
    /// <param name="bundlePath">Its bundle.</param>
    /// <param name="waitsForStart">Its program is started by <c>start</c>.</param>
    /// <exception cref="RuntimeException">The bundle cannot become a container here.</exception>
    public static NewContainer Prepare(GlobalOptions global, LaunchOptions options, string id, string bundlePath, bool waitsForStart)
    {
        ContainerId.Check(id);
        int listening = ListenDescriptors.Count();
        PassedDescriptors.Check(listening + options.PreservedDescriptors);
        Bundle bundle = Bundle.Open(bundlePath, options.ConfigFile);
        HostFacts facts = HostInspection.For(bundle.Spec);
        bool isRootless = global.IsRootless ?? facts.IsRootless;
        Checks.Check(bundle.Spec, facts with { IsRootless = isRootless });
        RootfsCheck.Check(bundle);
        bundle = bundle with { Spec = NotifySocket.AddTo(bundle.Spec, global.RootPath, id) };
        CgroupLayout? layout = global.CgroupDriver == CgroupDriver.Disabled ? null : CgroupLayout.Detect();
        Cgroup? cgroup = layout is null ? null
            : global.CgroupDriver == CgroupDriver.Systemd ? SystemdCgroup.Prepare(layout, bundle.Spec, id, global.IsRootless)
            : Cgroup.Prepare(layout, bundle.Spec.Linux.CgroupsPath, id, isRootless);
        (int owned, int nulls) = Host.StandardStreams();
        ResctrlGroup? resctrl = bundle.Spec.Linux.IntelRdt is IntelRdtSpec rdt ? ResctrlGroup.Prepare(rdt, id) : null;
        LaunchSettings settings = new()
        {
            Id = id,
            Bundle = bundle,
            Process = bundle.Spec.Process!, // Checks has refused its absence
            IsRootless = isRootless,
            Cgroup = layout is null || cgroup is null ? [] : Host.Mounts(layout, cgroup),
            WaitsForCgroup = layout is { IsUnified: false } || (cgroup is not null && (cgroup.IsMadeByJoining || !Host.HasClone3())),
            ResctrlPath = resctrl?.Path,
            WaitsForStart = waitsForStart,
            IgnoredSignals = Host.IgnoredSignals(),
            OwnedStreams = owned,
            NullStreams = nulls,
            RevealingMounts = options.KeepsOldRoot ? Host.RevealingMounts(bundle.RootPath) : null,
            GrantableCapabilities = bundle.Spec.Linux.Has(NamespaceType.User) ? ulong.MaxValue : Host.Capabilities(),
            PassedDescriptors = listening + options.PreservedDescriptors,
            Environment = [.. ListenDescriptors.Environment(listening), .. NotifySocket.Environment],
            KeepsKeyring = options.KeepsKeyring,
            Fault = options.Fault,
        };
        Log log = new(global);
        log.Warn(() => CapabilityWarnings.Of(settings));
        if (cgroup is not null && bundle.Spec.Linux.Resources is ResourcesSpec resources)
        {
            log.Warn(() => cgroup.IgnoredLimits(resources));
        }

        return new NewContainer(global, settings, cgroup, resctrl);
    }

    /// <summary>Takes the id, and everything that is needed to give birth.</summary>
    public Birthplace Claim()
    {
        ulong mountBelowRoot = RootMount.Below(Settings); // what can fail comes before there is anything to leave
        StateRoot root = StateRoot.OpenOrCreate(_global.RootPath);
        StateDirectory directory = StateDirectory.Create(root, Settings.Id);
        Bundle bundle = Settings.Bundle;
        ContainerState intent = new()
        {
            OciVersion = ProgramVersion.Spec,
            Id = Settings.Id,
            Created = Timestamp.Nanoseconds(DateTime.UtcNow),
            Bundle = bundle.Path,
            RootPath = bundle.RootPath,
            Annotations = bundle.Spec.Annotations,
            Cgroups = SavedCgroups.Intended(_cgroup),
            Resctrl = SavedCgroups.Of(_resctrl),
            SystemdUnit = _cgroup?.Unit,
            IsUserUnit = _cgroup is { IsUserUnit: true },
            HasPrivatePidNamespace = Settings.HasNew(NamespaceType.Pid),
            MountBelowRoot = mountBelowRoot,
            KeepsKeyring = Settings.KeepsKeyring,
            HasPoststartHooks = bundle.Spec.Hooks.Poststart.Length > 0,
            HasPoststopHooks = bundle.Spec.Hooks.Poststop.Length > 0,
            IsRootless = Settings.IsRootless,
        };
        return new Birthplace(root, directory, new Launcher(Settings, directory, intent, _cgroup, _resctrl, new Log(_global).Warn), _cgroup, MakeNotifySocket(directory));
    }

    private static NotifySocket? MakeNotifySocket(StateDirectory directory)
    {
        try
        {
            return NotifySocket.Make(directory.Number);
        }
        catch (KernelException)
        {
            directory.Remove();
            throw;
        }
    }

    public void Dispose()
    {
        _cgroup?.Dispose();
    }
}

/// <summary>The state directory of a container that is being born, and its launcher.</summary>
internal sealed record Birthplace(StateRoot Root, StateDirectory Directory, Launcher Launcher, Cgroup? Cgroup, NotifySocket? Notify) : IDisposable
{
    /// <summary>Tells the caller who was born, in the ways it asked for.</summary>
    /// <exception cref="KernelException">It cannot be told; nothing of the container is left.</exception>
    public void Announce(LaunchOptions options)
    {
        try
        {
            if (options.PidfdSocket is string pidfdSocket)
            {
                PidfdSocket.Send(pidfdSocket, Launcher.Child.Pidfd, "standard"u8);
            }

            if (options.PidFile is string pidFile)
            {
                PidFile.Write(pidFile, Launcher.Child.Pid);
            }
        }
        catch (KernelException failure)
        {
            Launcher.Undo(failure);
            throw;
        }
    }

    public void Dispose()
    {
        Notify?.Dispose();
        Launcher.Dispose();
        Directory.Dispose();
        Root.Dispose();
    }
}
