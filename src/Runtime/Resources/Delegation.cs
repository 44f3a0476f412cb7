using System;
using Runtime.Config;

namespace Runtime.Resources;

/// <summary>Whether a container is meant to make cgroups of its own: it has a cgroup namespace and may write to what is mounted from it.</summary>
internal static class Delegation
{
    private const string MountPoint = "/sys/fs/cgroup";

    /// <summary>Who gets the cgroup, as the host sees that user; null: nobody.</summary>
    public static uint? OwnerOf(Spec spec)
    {
        bool isPrivate = spec.Linux.Find(NamespaceType.Cgroup) is { Path: null };
        return isPrivate && spec.Process is ProcessSpec process && Array.Exists(spec.Mounts, IsWritable) ? OnHost(spec.Linux, process.User.Uid) : null;
    }

    private static bool IsWritable(MountSpec mount)
    {
        return mount.Destination == MountPoint && mount.Type is "cgroup" or "cgroup2" && Array.LastIndexOf(mount.Options, "ro") <= Array.LastIndexOf(mount.Options, "rw");
    }

    private static uint? OnHost(LinuxSpec linux, uint user)
    {
        if (!linux.Has(NamespaceType.User))
        {
            return user;
        }

        foreach (IdMappingSpec mapping in linux.UidMappings)
        {
            if (user >= mapping.ContainerID && user - mapping.ContainerID < mapping.Size)
            {
                return mapping.HostID + (user - mapping.ContainerID);
            }
        }

        return null; // a namespace that is joined: its mappings are not in the configuration
    }
}
