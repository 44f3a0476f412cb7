using System.Globalization;
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
        ResourcesSpec resources = _update.ResourcesFile is string file ? Read(file) : _update.Resources();
        using var container = KnownContainer.OpenLocked(global, arguments[0]);
        if (container.Status() == ContainerStatus.Stopped)
        {
            throw StateException.NotRunning();
        }

        Cgroup cgroup = container.Cgroup ?? throw StateException.NoCgroup();
        cgroup.Open();
        cgroup.ApplyLimits(Complete(resources, container.State));
        if (resources.Devices.Length > 0)
        {
            cgroup.ApplyDevices(resources.Devices);
        }

        if (_update.IntelRdt is IntelRdtSpec rdt)
        {
            Apply(rdt, container, cgroup);
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

    private static ResourcesSpec Read(string file)
    {
        const int StandardInput = 0;
        byte[] text = file == "-" ? Kernel.ReadAll(StandardInput) : Kernel.ReadAll(file);
        string name = file == "-" ? "standard input" : file;
        ResourcesSpec resources = SpecReader.ReadResources(name, text);
        ResourceChecks.Check(resources, new Place(name, ""));
        return resources;
    }

    // cgroup v2 has quota and period in one file, so to change one of them alone the other must be known.
    private static ResourcesSpec Complete(ResourcesSpec resources, ContainerState state)
    {
        if (resources.Cpu is not CpuSpec cpu || cpu.Quota is null == cpu.Period is null || state.Cgroups is not [{ Controller: "" } unified])
        {
            return resources;
        }

        string[] now = Kernel.ReadText(unified.Path + "/cpu.max").TrimEnd().Split(' ');
        long quota = now[0] == "max" ? -1 : long.Parse(now[0], CultureInfo.InvariantCulture);
        ulong period = ulong.Parse(now[1], CultureInfo.InvariantCulture);
        return resources with { Cpu = cpu with { Quota = cpu.Quota ?? quota, Period = cpu.Period ?? period } };
    }
}
