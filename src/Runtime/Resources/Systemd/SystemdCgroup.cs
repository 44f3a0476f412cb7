using System;
using System.Collections.Generic;
using Runtime.Config;
using Runtime.Syscalls;

namespace Runtime.Resources;

/// <summary>
/// A container's cgroup that systemd makes and removes, with a unit. A scope cannot be without a process, so it is made when the first one joins;
/// from then on its files are written as those of any other cgroup.
/// </summary>
internal sealed class SystemdCgroup : Cgroup
{
    private const string NotRunning = "systemd not running on this host, cannot use systemd cgroups manager";

    private readonly Cgroup _files;
    private readonly UnitName _unit;
    private readonly bool _isUser;
    private readonly bool _isUnified;
    private readonly string _description;
    private readonly ResourcesSpec? _resources;
    private readonly NamedValue[] _annotations;
    private Systemd? _systemd;
    private bool _mayExist;
    private bool _exists;
    private string _below = "";

    private SystemdCgroup(Cgroup files, UnitName unit, bool isUser, bool isUnified, string description, ResourcesSpec? resources, NamedValue[] annotations)
    {
        _files = files;
        _unit = unit;
        _isUser = isUser;
        _isUnified = isUnified;
        _description = description;
        _resources = resources;
        _annotations = annotations;
    }

    /// <summary>Decides where a new container will be.</summary>
    /// <param name="layout">The host's.</param>
    /// <param name="spec">Its cgroupsPath is <c>slice:prefix:name</c>.</param>
    /// <param name="containerId">Names the unit if there is no path.</param>
    /// <param name="isRootless">Ask the user's own manager; null: find out.</param>
    public static SystemdCgroup Prepare(CgroupLayout layout, Spec spec, string containerId, bool? isRootless)
    {
        bool isUser = isRootless ?? IsForUser();
        UnitName unit = UnitName.Parse(spec.Linux.CgroupsPath, containerId, isUser);
        if (!Systemd.IsRunning)
        {
            throw new BusException(NotRunning);
        }

        Systemd? systemd = isUser ? Systemd.Connect(BusAddress.Find(isUser)) : null;
        string above = systemd?.ControlGroup() ?? "";
        Cgroup files = Prepare(layout, above + "/" + unit.Directory, containerId, isUser);
        string description = "libcontainer container " + containerId;
        return new SystemdCgroup(files, unit, isUser, layout.IsUnified, description, spec.Linux.Resources, spec.Annotations) { _systemd = systemd };
    }

    /// <summary>Of a container that was made earlier.</summary>
    /// <param name="files">From its saved paths.</param>
    /// <param name="unit">Its unit.</param>
    /// <param name="isUser">It is the user's own manager that has it.</param>
    /// <param name="isUnified">The host has cgroup v2 alone.</param>
    public static SystemdCgroup Known(Cgroup files, string unit, bool isUser, bool isUnified)
    {
        return new SystemdCgroup(files, new UnitName("", unit, ""), isUser, isUnified, "", null, [])
        {
            _mayExist = Array.Exists(files.Paths, place => place.IsOurs), // if not, a create that was killed had found another's
            _exists = true,
        };
    }

    public override string? Unit => _unit.Name;

    public override bool IsUserUnit => _isUser;

    public override bool IsMadeByJoining => true;

    public override CgroupPlace[] Paths => _files.Paths;

    // A user may not move a process from the cgroup of a login to that of the user's manager; the manager can have it done.
    public override Descriptor? CloneTarget => _exists && !_isUser ? _files.CloneTarget : null;

    public override bool IsFrozen => _files.IsFrozen;

    private Systemd Manager => _systemd ??= Systemd.Connect(BusAddress.Find(_isUser));

    public override void CheckUnused()
    {
        _files.CheckUnused();
    }

    /// <summary>Makes sure that nobody is there and that systemd can be reached, before anything is done.</summary>
    public override void Create()
    {
        _files.CheckUnused();
        _ = Manager;
    }

    public override void Adopt()
    {
        _files.Adopt();
    }

    public override void Open()
    {
        _files.Open();
    }

    public override void Apply(ResourcesSpec? resources)
    {
        _files.Apply(resources);
    }

    public override List<string> IgnoredLimits(ResourcesSpec resources)
    {
        return _isUnified ? UnitLimits.Ignored(resources) : [];
    }

    public override void CheckLimits(ResourcesSpec resources)
    {
        _files.CheckLimits(resources);
    }

    public override void ApplyLimits(ResourcesSpec resources)
    {
        _files.CheckLimits(resources);
        Change(properties => new UnitLimits(properties, Manager.Version).Append(resources, _isUnified));
        _files.ApplyLimits(resources);
    }

    public override void ApplyDevices(DeviceRuleSpec[] devices)
    {
        if (_isUnified)
        {
            _files.ApplyDevices(devices);
            return;
        }

        // systemd writes the list too, and not at once.
        bool stops = !IsFrozen;
        if (stops)
        {
            Freeze();
        }

        try
        {
            Change(properties => UnitDevices.Append(properties, devices, Manager.Version));
            _files.ApplyDevices(devices);
        }
        finally
        {
            if (stops)
            {
                Thaw();
            }
        }
    }

    public override void Join(int pid)
    {
        if (_exists)
        {
            if (_isUser)
            {
                Manager.Attach(_unit.Name, _below, pid);
                return;
            }
        }
        else
        {
            _mayExist = true;
            Manager.Start(_unit.Name, writer => Describe(new PropertyList(writer), pid));
            _exists = true;
            _files.Adopt();
            if (_isUnified && !_unit.IsSlice)
            {
                return; // it was begun with the process inside
            }
        }

        _files.Join(pid);
    }

    public override void Descend(string controller, string path)
    {
        _files.Descend(controller, path);
        _below = "/" + path;
    }

    public override bool TryFollow(int pid)
    {
        return _files.TryFollow(pid);
    }

    public override void Delegate(uint user)
    {
        _files.Delegate(user);
    }

    public override void Kill()
    {
        _files.Kill();
    }

    public override void Remove()
    {
        StopUnit();
        _files.Remove();
    }

    public override void Undo()
    {
        StopUnit();
        _files.Undo();
    }

    public override void Freeze()
    {
        _files.Freeze();
    }

    public override void Thaw()
    {
        _files.Thaw();
    }

    public override int[] GetPids()
    {
        return _files.GetPids();
    }

    public override ulong? OomKillCount()
    {
        return _files.OomKillCount();
    }

    public override CgroupStats ReadStats()
    {
        return _files.ReadStats();
    }

    public override OomWatch? WatchOom()
    {
        return _files.WatchOom();
    }

    public override void Dispose()
    {
        _files.Dispose();
        _systemd?.Dispose();
    }

    // Root of a user namespace is a user to the host's systemd, unless it is a container's root that has a systemd of its own.
    private static bool IsForUser()
    {
        return Kernel.GetEuid() != 0
            || (DeviceFilter.IsInUserNamespace() && Environment.GetEnvironmentVariable("USER") is not "root");
    }

    private void Change(Action<PropertyList> append)
    {
        Manager.SetProperties(_unit.Name, writer => append(new PropertyList(writer)));
    }

    private void Describe(PropertyList properties, int pid)
    {
        properties.Add("Description", _description);
        if (_unit.IsSlice)
        {
            properties.AddStrings("Wants", [_unit.Slice]);
        }
        else
        {
            properties.Add("Slice", _unit.Slice);
            properties.Add("Delegate", true); // what is below is the container's, and systemd leaves it alone
            properties.AddNumbers("PIDs", [(uint)pid]);
        }

        properties.Add("MemoryAccounting", true);
        properties.Add("CPUAccounting", true);
        properties.Add(_isUnified ? "IOAccounting" : "BlockIOAccounting", true);
        properties.Add("TasksAccounting", true);
        properties.Add("DefaultDependencies", false); // else a shutdown would end the scope before the engine has
        if (_resources is not null)
        {
            new UnitLimits(properties, Manager.Version).Append(_resources, _isUnified);
        }

        if (!_isUnified)
        {
            UnitDevices.Append(properties, _resources?.Devices ?? [], Manager.Version);
        }

        UnitAnnotations.Append(properties, _annotations); // last: the user's own words override what was derived
    }

    private void StopUnit()
    {
        if (_mayExist)
        {
            Manager.Stop(_unit.Name);
        }
    }
}
