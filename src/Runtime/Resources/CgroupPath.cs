using System.Collections.Generic;

namespace Runtime.Resources;

/// <summary>
/// Decides the directory of <c>linux.cgroupsPath</c> below a mount point, by runc's rules:
/// an absolute path starts at the mount point, a relative one at (v1) or beside (v2) this process' own cgroup, and no path is the container's id as a relative one.
/// </summary>
internal static class CgroupPath
{
    /// <summary>The path that is meant, clean; absolute or relative as written.</summary>
    public static string Requested(string? cgroupsPath, string containerId)
    {
        if (string.IsNullOrEmpty(cgroupsPath))
        {
            return containerId;
        }
        string clean = Clean(cgroupsPath);
        return cgroupsPath[0] == '/' ? "/" + clean : clean.Length == 0 ? containerId : clean;
    }

    /// <summary>The directory in a cgroup2 hierarchy, without a leading slash.</summary>
    /// <param name="requested">From <see cref="Requested"/>.</param>
    /// <param name="ownPath">This process' cgroup; only needed for a relative path.</param>
    public static string BesideOwn(string requested, string ownPath)
    {
        if (requested[0] == '/')
        {
            return requested[1..];
        }

        // Our own cgroup holds at least this process, so it may not hand controllers down (the rule against
        // processes in inner cgroups, cgroups(7)). Its parent may.
        string own = Clean(ownPath);
        int slash = own.LastIndexOf('/');
        return slash < 0 ? requested : own[..slash] + "/" + requested;
    }

    /// <summary>The directory in a v1 hierarchy, without a leading slash.</summary>
    /// <param name="requested">From <see cref="Requested"/>.</param>
    /// <param name="ownPath">This process' cgroup; only needed for a relative path.</param>
    /// <param name="mountedRoot">The cgroup that is mounted: in a container, own paths still start at the host's root.</param>
    public static string BelowOwn(string requested, string ownPath, string mountedRoot)
    {
        if (requested[0] == '/')
        {
            return requested[1..];
        }
        string own = Clean(ownPath);
        string root = Clean(mountedRoot);
        if (root.Length > 0 && (own == root || own.StartsWith(root + "/", System.StringComparison.Ordinal)))
        {
            own = own[root.Length..].TrimStart('/');
        }
        return own.Length == 0 ? requested : own + "/" + requested;
    }

    /// <summary>Without empty parts, "." and "..", which cannot lead above the start.</summary>
    public static string Clean(string path)
    {
        List<string> parts = [];
        foreach (string part in path.Split('/'))
        {
            if (part == ".." && parts.Count > 0)
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else if (part is not ("" or "." or ".."))
            {
                parts.Add(part);
            }
        }
        return string.Join('/', parts);
    }
}
