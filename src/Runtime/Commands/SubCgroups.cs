using System.Collections.Generic;
using Runtime.Resources;
using Runtime.Syscalls;

namespace Runtime.Commands;

/// <summary>The values of <c>exec --cgroup</c>: on v2 one path below the container's cgroup, on v1 one for each controller.</summary>
internal static class SubCgroups
{
    /// <summary>Leads a cgroup, that of a container, to the ones below it that were named.</summary>
    public static void Enter(Cgroup? cgroup, string[] values)
    {
        foreach ((string controller, string path) in Parse(values))
        {
            (cgroup ?? throw State.StateException.NoCgroup()).Descend(controller, path);
        }
    }

    /// <param name="values">Each <c>[controller[,controller]:]path</c>.</param>
    /// <returns>A controller, empty for all, and a clean path.</returns>
    public static List<(string Controller, string Path)> Parse(string[] values)
    {
        List<(string Controller, string Path)> places = [];
        foreach (string value in values)
        {
            int colon = value.IndexOf(':');
            string path = Below(value[(colon + 1)..]);
            foreach (string controller in colon < 0 ? [""] : value[..colon].Split(','))
            {
                if (controller.Length == 0 && colon >= 0)
                {
                    throw new UsageException("invalid --cgroup argument: " + Quoted.Text(value) + " (empty <controller> prefix)");
                }

                if (controller.Length == 0 && values.Length > 1)
                {
                    throw new UsageException("invalid --cgroup argument: " + Quoted.Text(value) + " (missing <controller>: prefix)");
                }

                if (places.Exists(place => place.Controller == controller))
                {
                    throw new UsageException("invalid --cgroup argument(s): controller " + Quoted.Text(controller) + " specified multiple times");
                }

                places.Add((controller, path));
            }
        }

        return places;
    }

    // The container's cgroup is where it ends: above are others'.
    private static string Below(string path)
    {
        int depth = 0;
        foreach (string part in path.Split('/'))
        {
            depth += part switch { "" or "." => 0, ".." => -1, _ => 1 };
            if (depth < 0)
            {
                throw new UsageException("bad sub cgroup path: " + Quoted.Text(path));
            }
        }

        return CgroupPath.Clean(path);
    }
}
