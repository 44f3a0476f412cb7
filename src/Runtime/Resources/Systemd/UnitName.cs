using System;
using Runtime.Config;
using Runtime.Syscalls;

namespace Runtime.Resources;

/// <summary>The unit that holds a container: a scope below a slice, or a slice itself.</summary>
/// <param name="Slice">The slice above, such as <c>system.slice</c>.</param>
/// <param name="Name">Such as <c>docker-1234.scope</c>.</param>
/// <param name="Directory">Of its cgroup, below the manager's own, without a leading slash.</param>
internal sealed record UnitName(string Slice, string Name, string Directory)
{
    private const string SliceEnding = ".slice";
    private const string DefaultPrefix = "runtime";

    public bool IsSlice => Name.EndsWith(SliceEnding, StringComparison.Ordinal);

    /// <summary>Reads <c>linux.cgroupsPath</c> as <c>slice:prefix:name</c>.</summary>
    /// <param name="cgroupsPath">May be absent.</param>
    /// <param name="containerId">The name, if there is no path.</param>
    /// <param name="isUser">The user's own manager has no system.slice.</param>
    public static UnitName Parse(string? cgroupsPath, string containerId, bool isUser)
    {
        string[] parts = string.IsNullOrEmpty(cgroupsPath) ? ["", DefaultPrefix, containerId] : cgroupsPath.Split(':');
        if (parts.Length != 3)
        {
            throw new ConfigException("linux.cgroupsPath: expected cgroupsPath to be of format \"slice:prefix:name\" for systemd cgroups, got " + Quoted.Text(cgroupsPath!) + " instead");
        }

        string slice = parts[0].Length > 0 ? parts[0] : isUser ? "user.slice" : "system.slice";
        string name = parts[2].EndsWith(SliceEnding, StringComparison.Ordinal) ? parts[2] : parts[1] + "-" + parts[2] + ".scope";
        if (name.Contains('/'))
        {
            throw new ConfigException("linux.cgroupsPath: invalid unit name: " + Quoted.Text(name));
        }

        string directory = name.EndsWith(SliceEnding, StringComparison.Ordinal) ? Expand(name) : Join(Expand(slice), name);
        return new UnitName(slice, name, directory);
    }

    /// <summary>The directory of a slice, which says in its name where it is: <c>a-b.slice</c> is <c>a.slice/a-b.slice</c> (systemd.slice(5)).</summary>
    public static string Expand(string slice)
    {
        if (slice == "-.slice")
        {
            return "";
        }

        string path = "";
        string prefix = "";
        bool isSlice = slice.EndsWith(SliceEnding, StringComparison.Ordinal) && !slice.Contains('/');
        foreach (string part in isSlice ? slice[..^SliceEnding.Length].Split('-') : [""])
        {
            if (part.Length == 0)
            {
                throw new ConfigException("linux.cgroupsPath: invalid slice name: " + Quoted.Text(slice));
            }

            prefix += part;
            path = Join(path, prefix + SliceEnding);
            prefix += "-";
        }

        return path;
    }

    private static string Join(string directory, string name)
    {
        return directory.Length == 0 ? name : directory + "/" + name;
    }
}
