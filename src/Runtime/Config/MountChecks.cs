using System;

namespace Runtime.Config;

/// <summary>
/// Destinations, and the rules of id-mapped mounts. The options of each mount are refused where they are looked up, in <c>Plan</c>.
/// </summary>
internal static class MountChecks
{
    /// <summary>What lxcfs makes, and two files of which a container may need its own: the only places in /proc where something else may be.</summary>
    private static readonly string[] s_allowedInProc =
    [
        "/proc/cpuinfo",
        "/proc/diskstats",
        "/proc/loadavg",
        "/proc/meminfo",
        "/proc/slabinfo",
        "/proc/stat",
        "/proc/swaps",
        "/proc/sys/crypto/fips_enabled",
        "/proc/sys/kernel/ns_last_pid",
        "/proc/uptime",
    ];

    public static void Check(Spec spec, HostFacts host)
    {
        if (spec.Linux.MountLabel is not null && !host.HasSelinux)
        {
            throw Place.ConfigFile.Fault("linux.mountLabel", "selinux label is specified in config, but selinux is disabled or not supported");
        }

        for (int i = 0; i < spec.Mounts.Length; i++)
        {
            MountSpec mount = spec.Mounts[i];
            if (mount.Destination.Length == 0)
            {
                throw Place.ConfigFile.Fault($"mounts[{i}].destination", "must not be empty");
            }

            CheckProc(mount, i);
            if (IdMap.Of(mount, i, spec.Linux) is { } map)
            {
                CheckIdMapped(mount, i, map, host);
            }
        }
    }

    public static bool IsBind(MountSpec mount) => mount.Type is "bind" || Has(mount, "bind") || Has(mount, "rbind");

    public static bool IsAllowedInProc(string destination) => Array.IndexOf(s_allowedInProc, destination) >= 0;

    /// <summary>
    /// What is mounted over /proc could answer for the kernel (CVE-2019-16884, CVE-2019-19921). A way there through a link is found when it is gone.
    /// </summary>
    private static void CheckProc(MountSpec mount, int index)
    {
        string destination = "/" + mount.Destination.Trim('/');
        if (Has(mount, "remount"))
        {
            return;
        }

        if (destination == "/proc" && mount.Type is not "proc" && !IsBind(mount))
        {
            throw Place.ConfigFile.Fault($"mounts[{index}].destination", $"\"{mount.Destination}\" cannot be mounted because it is not of type proc");
        }

        if (destination.StartsWith("/proc/", StringComparison.Ordinal) && !IsAllowedInProc(destination))
        {
            throw Place.ConfigFile.Fault($"mounts[{index}].destination", $"\"{mount.Destination}\" cannot be mounted because it is inside /proc");
        }
    }

    private static void CheckIdMapped(MountSpec mount, int index, IdMap map, HostFacts host)
    {
        string path = $"mounts[{index}]";
        if (!IsBind(mount))
        {
            throw Place.ConfigFile.Fault(path, "id-mapped mounts are only supported for bind-mounts");
        }

        if (host.IsRootless)
        {
            throw Place.ConfigFile.Fault(path, "id-mapped mounts are not supported for rootless containers");
        }

        IdMappingChecks.CheckMappings(map.Users, $"{path}.uidMappings");
        IdMappingChecks.CheckMappings(map.Groups, $"{path}.gidMappings");
    }

    private static bool Has(MountSpec mount, string option) => Array.IndexOf(mount.Options, option) >= 0;
}
