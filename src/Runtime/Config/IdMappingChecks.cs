namespace Runtime.Config;

/// <summary>A new user namespace has mappings the kernel takes (user_namespaces(7)), and nothing else has any.</summary>
internal static class IdMappingChecks
{
    // The kernel keeps that many extents for a map (UID_GID_MAP_MAX_EXTENTS).
    private const int MaxMappings = 340;

    public static void Check(Spec spec)
    {
        LinuxSpec linux = spec.Linux;
        NamespaceSpec? user = linux.Find(NamespaceType.User);
        bool hasMappings = linux.UidMappings.Length > 0 || linux.GidMappings.Length > 0;
        if (user is null && hasMappings)
        {
            string member = linux.UidMappings.Length > 0 ? "linux.uidMappings" : "linux.gidMappings";
            throw Place.ConfigFile.Fault(member, "user namespace mappings specified, but user namespace isn't enabled in the config");
        }

        if (user is { Path: null } && !hasMappings)
        {
            throw Place.ConfigFile.Fault("linux.namespaces", "user namespaces enabled, but no namespace path to join nor mappings to apply specified");
        }

        CheckMappings(linux.UidMappings, "linux.uidMappings");
        CheckMappings(linux.GidMappings, "linux.gidMappings");
        if (user is { Path: null })
        {
            RequireRoot(linux.UidMappings, "linux.uidMappings");
            RequireRoot(linux.GidMappings, "linux.gidMappings");
        }
    }

    /// <summary>The ranges of one map, wherever it stands.</summary>
    public static void CheckMappings(IdMappingSpec[] mappings, string path)
    {
        if (mappings.Length > MaxMappings)
        {
            throw Place.ConfigFile.Fault(path, $"{mappings.Length} mappings, but the kernel takes at most {MaxMappings}");
        }

        for (int i = 0; i < mappings.Length; i++)
        {
            IdMappingSpec mapping = mappings[i];
            if (mapping.Size == 0)
            {
                throw Place.ConfigFile.Fault($"{path}[{i}].size", "expected at least 1, got 0");
            }

            // The last id, 4294967295, is "no id" to the kernel.
            if ((ulong)mapping.ContainerID + mapping.Size > uint.MaxValue || (ulong)mapping.HostID + mapping.Size > uint.MaxValue)
            {
                throw Place.ConfigFile.Fault($"{path}[{i}].size", $"a range of {mapping.Size} ids ends after the last id, 4294967294");
            }

            for (int j = 0; j < i; j++)
            {
                if (Overlap(mapping.ContainerID, mapping.Size, mappings[j].ContainerID, mappings[j].Size)
                    || Overlap(mapping.HostID, mapping.Size, mappings[j].HostID, mappings[j].Size))
                {
                    throw Place.ConfigFile.Fault($"{path}[{i}]", $"overlaps {path}[{j}]");
                }
            }
        }
    }

    // The runtime makes files of the container as its root, so that must be somebody.
    private static void RequireRoot(IdMappingSpec[] mappings, string path)
    {
        foreach (IdMappingSpec mapping in mappings)
        {
            if (mapping.ContainerID == 0)
            {
                return;
            }
        }

        throw Place.ConfigFile.Fault(path, "id 0 of the container is not mapped");
    }

    private static bool Overlap(uint first, uint firstSize, uint second, uint secondSize)
    {
        return first < (ulong)second + secondSize && second < (ulong)first + firstSize;
    }
}
