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

        return 0;
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
