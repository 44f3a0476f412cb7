namespace Runtime.Config;

/// <summary>Clock offsets belong to a new time namespace.</summary>
internal static class TimeOffsetChecks
{
    public static void Check(Spec spec, HostFacts host)
    {
        NamespaceSpec? time = spec.Linux.Find(NamespaceType.Time);
        bool hasOffsets = spec.Linux.TimeOffsets.Length > 0;
        if (time is not null && !host.HasTimeNamespaces)
        {
            throw Place.ConfigFile.Fault("linux.namespaces", "time namespaces aren't enabled in the kernel");
        }

        if (time?.Path is not null && hasOffsets)
        {
            throw Place.ConfigFile.Fault(
                "linux.timeOffsets", "time namespace enabled, but both namespace path and time offsets specified -- you may only provide one");
        }

        if (time is null && hasOffsets)
        {
            throw Place.ConfigFile.Fault("linux.timeOffsets", "time namespace offsets specified, but time namespace isn't enabled in the config");
        }
    }
}
