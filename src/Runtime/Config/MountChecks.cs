using System;

namespace Runtime.Config;

/// <summary>
/// Destinations, and the rules of id-mapped mounts. The options of each mount are refused where they are looked up, in <c>Plan</c>.
/// </summary>
internal static class MountChecks
{
    public static void Check(Spec spec, HostFacts host)
    {
        for (int i = 0; i < spec.Mounts.Length; i++)
        {
            MountSpec mount = spec.Mounts[i];
            if (mount.Destination.Length == 0)
            {
                throw Place.ConfigFile.Fault($"mounts[{i}].destination", "must not be empty");
            }

            if (IsIdMapped(mount))
            {
                CheckIdMapped(mount, i, spec.Linux, host);
            }
        }
    }

    private static bool IsIdMapped(MountSpec mount)
    {
        return mount.UidMappings.Length > 0 || mount.GidMappings.Length > 0 || Has(mount, "idmap") || Has(mount, "ridmap");
    }

    private static void CheckIdMapped(MountSpec mount, int index, LinuxSpec linux, HostFacts host)
    {
        string path = $"mounts[{index}]";
        if (mount.Type is not "bind" && !Has(mount, "bind") && !Has(mount, "rbind"))
        {
            throw Place.ConfigFile.Fault(path, "id-mapped mounts are only supported for bind-mounts");
        }

        if (host.IsRootless)
        {
            throw Place.ConfigFile.Fault(path, "id-mapped mounts are not supported for rootless containers");
        }

        bool takesThoseOfTheContainer = mount.UidMappings.Length == 0 && mount.GidMappings.Length == 0 && linux.Has(NamespaceType.User);
        if (!takesThoseOfTheContainer && (mount.UidMappings.Length == 0 || mount.GidMappings.Length == 0))
        {
            throw Place.ConfigFile.Fault(path, "id-mapped mounts must have both uid and gid mappings specified");
        }

        IdMappingChecks.CheckMappings(mount.UidMappings, $"{path}.uidMappings");
        IdMappingChecks.CheckMappings(mount.GidMappings, $"{path}.gidMappings");
    }

    private static bool Has(MountSpec mount, string option) => Array.IndexOf(mount.Options, option) >= 0;
}
