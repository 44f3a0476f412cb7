using System;
using System.Collections.Generic;
using Runtime.Config;
using Runtime.Syscalls;
using static Runtime.Syscalls.Flags;

namespace Runtime.Resources;

/// <summary>A container's cgroup on a unified host: one directory has every controller.</summary>
internal sealed class CgroupV2 : Cgroup
{
    private readonly CgroupPermission _permission;
    private CgroupDirectory? _directory; // null: rootless, in the caller's cgroup

    public CgroupV2(CgroupDirectory? directory, CgroupPermission permission = CgroupPermission.Required)
    {
        _directory = directory;
        _permission = permission;
    }

    public override CgroupPlace[] Paths => _directory is null ? [] : [new CgroupPlace("", _directory.FullPath, _directory.IsOurs)];

    public override Descriptor? CloneTarget => _directory?.Self;

    public override bool IsFrozen => _directory is not null && Freezer.IsFrozenV2(_directory);

    public override void Create()
    {
        if (_directory is null)
        {
            return;
        }
        int error = _directory.TryMake();
        if (error < 0)
        {
            GiveUp(_directory, error);
            return;
        }
        if (!_directory.IsOurs)
        {
            RefuseIfUsed(_directory.ReadPids().Length, Freezer.IsFrozenV2(_directory));
        }
        CgroupControllers.Enable(_directory, CgroupControllers.Accounting);
    }

    public override void CheckUnused()
    {
        if (_directory is not null && _directory.TryOpen() == 0)
        {
            RefuseIfUsed(_directory.ReadPids().Length, Freezer.IsFrozenV2(_directory));
            _directory.Dispose(); // whoever makes the cgroup may remove this one first
        }
    }

    public override void Adopt()
    {
        if (_directory is not null)
        {
            _directory.Adopt();
            CgroupControllers.Enable(_directory, CgroupControllers.Accounting);
        }
    }

    public override void Open()
    {
        _directory?.Open();
    }

    public override void Apply(ResourcesSpec? resources)
    {
        if (resources is not null)
        {
            ApplyLimits(resources);
        }
        if (_directory is { IsOurs: true })
        {
            DeviceFilter.Attach(_directory.Self, resources?.Devices ?? [], _permission);
        }
        else if (resources is not null)
        {
            ApplyDevices(resources.Devices);
        }
    }

    public override List<string> IgnoredLimits(ResourcesSpec resources)
    {
        return LimitsV2.Ignored(resources);
    }

    public override void CheckLimits(ResourcesSpec resources)
    {
        if (LimitsV2.Compile(resources).Count > 0)
        {
            CgroupLimits.CheckUsage(resources.Memory, _directory ?? throw NeededForLimits());
        }
    }

    public override void ApplyLimits(ResourcesSpec resources)
    {
        List<CgroupLimit> limits = LimitsV2.Compile(resources);
        if (limits.Count == 0)
        {
            return;
        }
        CgroupDirectory directory = _directory ?? throw NeededForLimits();
        CgroupControllers.Enable(directory, CgroupLimit.Controllers(limits));
        CgroupLimits.CheckUsage(resources.Memory, directory);
        CgroupLimits.Write(limits, _ => directory);
    }

    public override void ApplyDevices(DeviceRuleSpec[] devices)
    {
        if (_directory is not null)
        {
            DeviceFilter.Replace(_directory.Self, devices, _permission);
        }
    }

    public override void Join(int pid)
    {
        _directory?.Write("cgroup.procs", LimitValue.Text(pid));
    }

    public override void Descend(string controller, string path)
    {
        if (controller.Length > 0)
        {
            throw new CgroupException("--cgroup: cgroup v2 has no hierarchy of its own for the controller " + Quoted.Text(controller));
        }
        if (path.Length > 0 && _directory is CgroupDirectory above)
        {
            _directory = above.Below(path);
            above.Dispose();
        }
    }

    public override bool TryFollow(int pid)
    {
        if (_directory is null)
        {
            return false;
        }
        string now = Kernel.ReadText("/proc/" + LimitValue.Text(pid) + "/cgroup");
        string? way = _directory.WayTo(CgroupLayout.OwnPath(new CgroupHierarchy([], _directory.FullPath, "/"), now));
        if (way is null)
        {
            return false;
        }
        Descend("", way);
        return true;
    }

    public override void Delegate(uint user)
    {
        if (_directory is null)
        {
            return;
        }
        int directory = _directory.Self.Number;
        try
        {
            Kernel.FChOwnAt(directory, "", user, uint.MaxValue, AT_EMPTY_PATH);
        }
        catch (KernelException refused) when (refused.Errno == Errno.EPERM && _permission != CgroupPermission.Required)
        {
            return; // a user may give nothing to a subordinate one; the container can read it, as before
        }
        foreach (string file in DelegatedFiles())
        {
            int opened = CgroupFile.Open(directory, file, O_PATH);
            if (opened >= 0) // a file of a controller that is not enabled here
            {
                using Descriptor descriptor = new(opened);
                Kernel.FChOwnAt(descriptor.Number, "", user, uint.MaxValue, AT_EMPTY_PATH);
            }
        }
    }

    public override void Kill()
    {
        if (_directory is null || _directory.TryOpen() < 0)
        {
            return;
        }
        int error = _directory.TryWrite("cgroup.kill", "1");
        if (error == -Errno.ENOENT)
        {
            CgroupRemoval.KillEach(this); // before Linux 5.14
        }
        else if (error is not (0 or -Errno.ENODEV))
        {
            throw new KernelException("killing the processes of the cgroup " + Quoted.Text(_directory.FullPath), -error);
        }
    }

    public override void Remove()
    {
        if (_directory is { IsOurs: true })
        {
            CgroupRemoval.RemoveWhenEmpty(_directory);
        }
    }

    public override void Undo()
    {
        Remove();
        _directory?.RemoveParentsMade();
    }

    public override void Freeze()
    {
        if (_directory is not null)
        {
            _directory.Open();
            Freezer.FreezeV2(_directory);
        }
    }

    public override void Thaw()
    {
        if (_directory is not null)
        {
            _directory.Open();
            Freezer.ThawV2(_directory);
        }
    }

    public override int[] GetPids()
    {
        return _directory?.ReadPids() ?? [];
    }

    public override ulong? OomKillCount()
    {
        return _directory is null || _directory.TryOpen() < 0 ? null : StatFile.ReadKeyed(_directory, "memory.events", "oom_kill");
    }

    public override CgroupStats ReadStats()
    {
        return _directory is null || _directory.TryOpen() < 0 ? new CgroupStats() : StatsV2.Read(_directory);
    }

    public override OomWatch? WatchOom()
    {
        return _directory is null || _directory.TryOpen() < 0 || _directory.TryRead("memory.events") is null ? null : new OomWatchV2(_directory);
    }

    public override void Dispose()
    {
        _directory?.Dispose();
    }

    private void GiveUp(CgroupDirectory directory, int error)
    {
        if (MayDoWithout(_permission, error))
        {
            directory.Dispose();
            _directory = null;
            return;
        }
        throw CannotCreate(directory, _permission, error);
    }

    // Kernels before 4.15 do not list them (cgroups(7), Cgroup delegation).
    private static string[] DelegatedFiles()
    {
        return Kernel.TryStat("/sys/kernel/cgroup/delegate", out _) == 0
            ? Kernel.ReadText("/sys/kernel/cgroup/delegate").Split('\n', StringSplitOptions.RemoveEmptyEntries)
            : ["cgroup.procs", "cgroup.subtree_control", "cgroup.threads"];
    }
}
