using System;
using System.Globalization;

namespace Runtime.Config;

/// <summary>Without root a container needs a user namespace, and only what that maps can be used.</summary>
internal static class RootlessChecks
{
    public static void Check(Spec spec, HostFacts host)
    {
        if (!host.IsRootless)
        {
            return;
        }

        if (spec.Process?.User.AdditionalGids.Length > 0)
        {
            throw Place.ConfigFile.Fault("process.user.additionalGids", "cannot set any additional groups in a rootless container");
        }

        LinuxSpec linux = spec.Linux;
        NamespaceSpec user = linux.Find(NamespaceType.User)
            ?? throw Place.ConfigFile.Fault("linux.namespaces", "rootless container requires user namespaces");
        if (user.Path is not null)
        {
            return;
        }

        if (linux.UidMappings.Length == 0)
        {
            throw Place.ConfigFile.Fault("linux.uidMappings", "rootless containers requires at least one UID mapping");
        }

        if (linux.GidMappings.Length == 0)
        {
            throw Place.ConfigFile.Fault("linux.gidMappings", "rootless containers requires at least one GID mapping");
        }

        for (int i = 0; i < spec.Mounts.Length; i++)
        {
            string[] options = spec.Mounts[i].Type is "devpts" ? [] : spec.Mounts[i].Options; // there an unmapped group is left out
            for (int j = 0; j < options.Length; j++)
            {
                CheckOwner(options[j], "uid=", linux.UidMappings, i, j);
                CheckOwner(options[j], "gid=", linux.GidMappings, i, j);
            }
        }
    }

    private static void CheckOwner(string option, string word, IdMappingSpec[] mappings, int mount, int index)
    {
        if (!option.StartsWith(word, StringComparison.Ordinal)
            || !uint.TryParse(option.AsSpan(word.Length), NumberStyles.None, CultureInfo.InvariantCulture, out uint id)
            || IsMapped(id, mappings))
        {
            return;
        }

        throw Place.ConfigFile.Fault(
            $"mounts[{mount}].options[{index}]", $"cannot specify {option} mount option for rootless container: the id is not mapped");
    }

    public static bool IsMapped(uint id, IdMappingSpec[] mappings)
    {
        foreach (IdMappingSpec mapping in mappings)
        {
            if (id >= mapping.ContainerID && id - mapping.ContainerID < mapping.Size)
            {
                return true;
            }
        }

        return false;
    }
}
