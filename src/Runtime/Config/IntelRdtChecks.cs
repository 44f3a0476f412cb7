using System;
using Runtime.Syscalls;

namespace Runtime.Config;

/// <summary>Resource control needs the hardware; a class of service is one directory name, a schema one line.</summary>
internal static class IntelRdtChecks
{
    public static void Check(IntelRdtSpec? rdt, HostFacts host)
    {
        if (rdt is null)
        {
            return;
        }

        if (!host.HasIntelRdt)
        {
            throw Place.ConfigFile.Fault("linux.intelRdt", "intelRdt is specified in config, but Intel RDT is not enabled");
        }

        if (rdt.ClosID is string id && (id is "." or ".." || (id.Contains('/') && id != "/")))
        {
            throw Place.ConfigFile.Fault("linux.intelRdt.closID", $"invalid intelRdt.ClosID {Quoted.Text(id)}");
        }

        if (rdt.L3CacheSchema is not null && !host.HasCacheAllocation)
        {
            throw Place.ConfigFile.Fault(
                "linux.intelRdt.l3CacheSchema", "intelRdt.l3CacheSchema is specified in config, but Intel RDT/CAT is not enabled");
        }

        if (rdt.MemBwSchema is not null && !host.HasBandwidthAllocation)
        {
            throw Place.ConfigFile.Fault(
                "linux.intelRdt.memBwSchema", "intelRdt.memBwSchema is specified in config, but Intel RDT/MBA is not enabled");
        }

        CheckSchemata(rdt);
    }

    private static void CheckSchemata(IntelRdtSpec rdt)
    {
        if (rdt.MemBwSchema is { } bandwidth && (!bandwidth.StartsWith("MB:", StringComparison.Ordinal) || bandwidth.Contains('\n')))
        {
            throw Place.ConfigFile.Fault("linux.intelRdt.memBwSchema", "expected one line that starts with \"MB:\"");
        }

        for (int i = 0; i < rdt.Schemata.Length; i++)
        {
            if (rdt.Schemata[i].Contains('\n'))
            {
                throw Place.ConfigFile.Fault($"linux.intelRdt.schemata[{i}]", "expected one line");
            }
        }
    }
}
