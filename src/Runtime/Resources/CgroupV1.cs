using System;
using System.Collections.Generic;
using Runtime.Config;
using Runtime.Syscalls;

namespace Runtime.Resources;

/// <summary>
/// A container's cgroup on a v1 host: one directory in each hierarchy, and on a hybrid host one more
/// in the cgroup2 that only keeps processes together.
/// </summary>
internal sealed class CgroupV1 : Cgroup
{
    private readonly List<CgroupV1Hierarchy> _hierarchies;
    private readonly List<CgroupDirectory> _directories = []; // of all hierarchies, the unified one last
    private readonly CgroupPermission _permission;
    private CgroupDirectory? _unified;

    public CgroupV1(CgroupV1Hierarchy[] hierarchies, CgroupDirectory? unified, CgroupPermission permission = CgroupPermission.Required)
    {
        _hierarchies = [.. hierarchies];
        _unified = unified;
        _permission = permission;
        foreach (CgroupV1Hierarchy hierarchy in hierarchies)
        {
            _directories.Add(hierarchy.Directory);
        }
        if (unified is not null)
        {
            _directories.Add(unified);
        }
    }

    public override CgroupPlace[] Paths
    {
        get
        {
            List<CgroupPlace> places = [];
            foreach (CgroupV1Hierarchy hierarchy in _hierarchies)
            {
                foreach (string controller in hierarchy.Controllers)
                {
                    places.Add(new CgroupPlace(controller, hierarchy.Directory.FullPath, hierarchy.Directory.IsOurs));
                }
            }
            if (_unified is not null)
            {
                places.Add(new CgroupPlace("", _unified.FullPath, _unified.IsOurs));
            }
            return [.. places];
        }
    }

    public override Descriptor? CloneTarget => null;

    public override bool IsFrozen => Find("freezer") is CgroupDirectory freezer
        ? Freezer.IsFrozenV1(freezer)
        : _unified is not null && Freezer.IsFrozenV2(_unified);

    public override void Create()
    {
        foreach (CgroupDirectory directory in _directories.ToArray())
        {
            int error = directory.TryMake();
            if (error == 0)
            {
                continue;
            }
            if (!MayDoWithout(_permission, error))
            {
                throw CannotCreate(directory, _permission, error);
            }
            Forget(directory);
        }
        // One hierarchy speaks for all, as in runc: they are only ever made and left together.
        if (ProcessDirectory() is { IsOurs: false } existing)
        {
            RefuseIfUsed(existing.ReadPids().Length, IsFrozen);
        }
        if (Find("cpuset") is CgroupDirectory cpuset)
        {
            Cpuset.InheritFromParents(cpuset);
        }
    }

    public override void CheckUnused()
    {
        if (ProcessDirectory() is CgroupDirectory existing && existing.TryOpen() == 0)
        {
            RefuseIfUsed(existing.ReadPids().Length, IsFrozen);
        }
    }

    public override void Adopt()
    {
        foreach (CgroupDirectory directory in _directories)
        {
            directory.Adopt();
        }
        if (Find("cpuset") is CgroupDirectory cpuset)
        {
            Cpuset.InheritFromParents(cpuset);
        }
    }

    public override void Open()
    {
        foreach (CgroupDirectory directory in _directories)
        {
            directory.Open();
        }
    }

    public override void Apply(ResourcesSpec? resources)
    {
        if (resources is not null)
        {
            ApplyLimits(resources);
        }
        if (Find("devices") is CgroupDirectory devices && (resources is not null || devices.IsOurs))
        {
            DeviceList.Write(devices, resources?.Devices ?? [], _permission);
        }
    }

    public override void CheckLimits(ResourcesSpec resources)
    {
        _ = LimitsV1.Compile(resources);
    }

    public override void ApplyLimits(ResourcesSpec resources)
    {
        List<CgroupLimit> limits = LimitsV1.Compile(resources);
        if (limits.Count > 0 && _hierarchies.Count == 0 && _permission == CgroupPermission.NeededForLimits)
        {
            throw NeededForLimits();
        }
        if (Find("cpu") is CgroupDirectory cpu)
        {
            RealtimeBudget.GiveParents(cpu, limits);
        }
        CgroupLimits.Write(limits, Find);
    }

    public override void ApplyDevices(DeviceRuleSpec[] devices)
    {
        if (Find("devices") is not CgroupDirectory directory)
        {
            return;
        }

        // The list is changed line by line, and the first forbids all: nobody may run meanwhile.
        bool stops = !IsFrozen;
        if (stops)
        {
            Freeze();
        }
        try
        {
            DeviceList.Write(directory, devices, _permission);
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
        string number = LimitValue.Text(pid);
        foreach (CgroupV1Hierarchy hierarchy in _hierarchies)
        {
            // "tasks" moves one thread. "cgroup.procs" has to keep the process from making new ones meanwhile, for which
            // the kernel waits (RCU) in each hierarchy.
            hierarchy.Directory.Write("tasks", number);
        }
        _unified?.Write("cgroup.procs", number);
    }

    public override void Descend(string controller, string path)
    {
        bool isKnown = controller.Length == 0;
        for (int i = 0; i < _hierarchies.Count; i++)
        {
            CgroupV1Hierarchy hierarchy = _hierarchies[i];
            if (controller.Length > 0 && Array.IndexOf(hierarchy.Controllers, controller) < 0)
            {
                continue;
            }
            isKnown = true;
            if (path.Length > 0)
            {
                CgroupDirectory below = hierarchy.Directory.Below(path);
                _directories[_directories.IndexOf(hierarchy.Directory)] = below;
                _hierarchies[i] = hierarchy with { Directory = below };
                hierarchy.Directory.Dispose();
            }
        }
        if (!isKnown)
        {
            throw new CgroupException("--cgroup: unknown controller " + Quoted.Text(controller));
        }
    }

    public override void Kill()
    {
        // Whoever is in a v1 hierarchy is in the hybrid's cgroup2 as well, where one word kills them all.
        if (_unified is not null && _unified.TryOpen() == 0)
        {
            _ = _unified.TryWrite("cgroup.kill", "1"); // since Linux 5.14; those it cannot reach are killed below
        }
        CgroupRemoval.KillEach(this);
    }

    public override void Remove()
    {
        foreach (CgroupDirectory directory in _directories)
        {
            if (directory.IsOurs)
            {
                CgroupRemoval.RemoveWhenEmpty(directory);
            }
        }
    }

    public override void Undo()
    {
        Remove();
        foreach (CgroupDirectory directory in _directories)
        {
            directory.RemoveParentsMade();
        }
    }

    public override void Freeze()
    {
        if (Find("freezer") is CgroupDirectory freezer)
        {
            freezer.Open();
            Freezer.FreezeV1(freezer);
        }
        else if (_unified is not null)
        {
            _unified.Open();
            Freezer.FreezeV2(_unified);
        }
    }

    public override void Thaw()
    {
        if (Find("freezer") is CgroupDirectory freezer)
        {
            freezer.Open();
            Freezer.ThawV1(freezer);
        }
        else if (_unified is not null)
        {
            _unified.Open();
            Freezer.ThawV2(_unified);
        }
    }

    public override int[] GetPids()
    {
        return ProcessDirectory()?.ReadPids() ?? [];
    }

    public override ulong? OomKillCount()
    {
        return Find("memory") is CgroupDirectory memory && memory.TryOpen() == 0
            ? StatFile.ReadKeyed(memory, "memory.oom_control", "oom_kill") : null;
    }

    public override CgroupStats ReadStats()
    {
        return StatsV1.Read(controller => Find(controller) is CgroupDirectory directory && directory.TryOpen() == 0 ? directory : null);
    }

    public override OomWatch? WatchOom()
    {
        return Find("memory") is CgroupDirectory memory && memory.TryOpen() == 0 ? new OomWatchV1(memory) : null;
    }

    public override void Dispose()
    {
        foreach (CgroupDirectory directory in _directories)
        {
            directory.Dispose();
        }
    }

    // No program moves processes between the device hierarchy's cgroups but to contain them, so it tells best who is inside.
    private CgroupDirectory? ProcessDirectory()
    {
        return Find("devices") ?? (_hierarchies.Count > 0 ? _hierarchies[0].Directory : _unified);
    }

    private CgroupDirectory? Find(string controller)
    {
        foreach (CgroupV1Hierarchy hierarchy in _hierarchies)
        {
            if (Array.IndexOf(hierarchy.Controllers, controller) >= 0)
            {
                return hierarchy.Directory;
            }
        }
        return null;
    }

    private void Forget(CgroupDirectory directory)
    {
        directory.Dispose();
        _directories.Remove(directory);
        _hierarchies.RemoveAll(hierarchy => hierarchy.Directory == directory);
        if (_unified == directory)
        {
            _unified = null;
        }
    }
}
