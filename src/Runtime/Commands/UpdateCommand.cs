using System.Globalization;
using System.Text;
using Runtime.Config;
using Runtime.Resources;
using Runtime.State;
using Runtime.Syscalls;

namespace Runtime.Commands;

/// <summary>Changes the limits of a container, and what devices it may use; what is not said stays.</summary>
internal sealed class UpdateCommand() : Command("update", "<container-id>", "change the resource limits of a container")
{
    private readonly UpdateOptions _update = new();

    public override Option[] Options => _update.Rows;

    public override int Run(GlobalOptions global, string[] arguments)
    {
        (string source, byte[] text) = Said();
        ResourcesSpec resources = SpecReader.ReadResources(source, text);
        ResourceChecks.Check(resources, new Place(source, ""));
        using var container = KnownContainer.OpenLocked(global, arguments[0]);
        if (container.Status() == ContainerStatus.Stopped)
        {
            throw StateException.NotRunning();
        }

        Cgroup cgroup = container.Cgroup ?? throw StateException.NoCgroup();
        cgroup.Open();
        new Log(global).Warn(() => cgroup.IgnoredLimits(resources));
        cgroup.ApplyLimits(Complete(resources, container.State));
        if (resources.Devices.Length > 0)
        {
            cgroup.ApplyDevices(resources.Devices);
        }

        Save(container, "resources", text);
        if (_update.IntelRdt() is byte[] schemata)
        {
            Apply(SpecReader.ReadIntelRdt("the options", schemata), container, cgroup);
            Save(container, "intelRdt", schemata);
        }

        return 0;
    }

    private static void Apply(IntelRdtSpec rdt, KnownContainer container, Cgroup cgroup)
    {
        if (rdt.L3CacheSchema is not null && !HostInspection.HasCacheAllocation())
        {
            throw new UsageException("--l3-cache-schema: Intel RDT/CAT: l3 cache schema is not enabled");
        }

        if (rdt.MemBwSchema is not null && !HostInspection.HasBandwidthAllocation())
        {
            throw new UsageException("--mem-bw-schema: Intel RDT/MBA: memory bandwidth schema is not enabled");
        }

        if (SavedCgroups.FindResctrl(container.State) is ResctrlGroup group)
        {
            group.Write(Schemata.Of(rdt));
            return;
        }

        // As with runc, a container that has had no group gets one of its own.
        group = ResctrlGroup.Prepare(rdt, container.State.Id);
        container.Directory.SaveState(container.State with { Resctrl = SavedCgroups.Of(group) }); // delete can undo what follows
        try
        {
            group.Create(rdt);
            group.JoinAll(cgroup.GetPids());
        }
        catch (RuntimeException)
        {
            group.Undo();
            container.Directory.SaveState(container.State);
            throw;
        }
    }

    private (string Source, byte[] Text) Said()
    {
        const int StandardInput = 0;
        return _update.ResourcesFile switch
        {
            null => ("the options", _update.Resources()),
            "-" => ("standard input", Kernel.ReadAll(StandardInput)),
            string file => (file, Kernel.ReadAll(file)),
        };
    }

    // Whoever looks into the container's directory finds the limits that hold.
    private static void Save(KnownContainer container, string part, byte[] text)
    {
        byte[] change = [.. Encoding.UTF8.GetBytes($"{{\"linux\":{{\"{part}\":"), .. text, .. "}}"u8];
        container.Directory.ReplaceConfig(ConfigUpdate.Merge(container.Directory.LoadConfig(), change));
    }

    // cgroup v2 has quota and period in one file, and counts swap without memory: to change one of two alone the other must be known.
    private static ResourcesSpec Complete(ResourcesSpec resources, ContainerState state)
    {
        if (state.Cgroups is not [{ Controller: "" } unified])
        {
            return resources;
        }

        if (resources.Cpu is CpuSpec cpu && cpu.Quota is null != cpu.Period is null)
        {
            string[] now = Kernel.ReadText(unified.Path + "/cpu.max").TrimEnd().Split(' ');
            ulong period = ulong.Parse(now[1], CultureInfo.InvariantCulture);
            resources = resources with { Cpu = cpu with { Quota = cpu.Quota ?? Bound(now[0]), Period = cpu.Period ?? period } };
        }

        if (resources.Memory is MemorySpec { Limit: null, Swap: > 0 } memory)
        {
            resources = resources with { Memory = memory with { Limit = Bound(Kernel.ReadText(unified.Path + "/memory.max").TrimEnd()) } };
        }

        return resources;
    }

    private static long Bound(string value) => value == "max" ? -1 : long.Parse(value, CultureInfo.InvariantCulture);
}
