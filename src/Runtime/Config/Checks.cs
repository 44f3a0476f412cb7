namespace Runtime.Config;

/// <summary>
/// What the values of a configuration mean together, in the order in which complaints are most useful. The first complaint is the answer.
/// The texts of runc are kept inside the messages, because its users search for them.
/// </summary>
internal static class Checks
{
    /// <summary>A whole config.json, for <c>create</c> and <c>run</c>.</summary>
    /// <exception cref="ConfigException">The first thing that is wrong.</exception>
    public static void Check(Spec spec, HostFacts host)
    {
        VersionChecks.Check(spec);
        AnnotationChecks.Check(spec);
        Check(spec.Process ?? throw Place.ConfigFile.Fault("process", "process property must not be empty"), new Place(Bundle.FileName, "process"), host);
        NamespaceChecks.Check(spec, host);
        RootlessChecks.Check(spec, host);
        IdMappingChecks.Check(spec);
        TimeOffsetChecks.Check(spec, host);
        NetDeviceChecks.Check(spec, host);
        PathChecks.Check(spec);
        MountChecks.Check(spec, host);
        SysctlChecks.Check(spec, host);
        HookChecks.Check(spec.Hooks);
        SeccompChecks.Check(spec.Linux.Seccomp);
        IntelRdtChecks.Check(spec.Linux.IntelRdt, host);
        MemoryPolicyChecks.Check(spec.Linux.MemoryPolicy);
        if (spec.Linux.Resources is { } resources)
        {
            ResourceChecks.Check(resources, new Place(Bundle.FileName, "linux.resources"));
        }
    }

    /// <summary>A lone process, for <c>exec</c>.</summary>
    /// <param name="process">Of a process file, or made from the command line.</param>
    /// <param name="at">Its file, and the empty path.</param>
    /// <param name="host">The machine.</param>
    public static void Check(ProcessSpec process, Place at, HostFacts host)
    {
        ProcessChecks.Check(process, at);
        SchedulingChecks.Check(process, at);
        LabelChecks.Check(process, at, host);
    }
}
