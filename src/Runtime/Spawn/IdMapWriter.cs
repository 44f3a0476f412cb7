using System.Globalization;
using System.Text;

using Runtime.Config;
using Runtime.Syscalls;

namespace Runtime.Spawn;

/// <summary>Writes the id mappings of a new user namespace: only a process outside of it may, and only once (user_namespaces(7)).</summary>
internal static class IdMapWriter
{
    public static void Write(int pid, IdMappingSpec[] users, IdMappingSpec[] groups)
    {
        if (TryWrite(pid, "uid_map", users) is not 0 and int refused)
        {
            Helper("newuidmap", pid, "uid_map", users, refused);
        }

        int result = TryWrite(pid, "gid_map", groups);
        if (result == -Errno.EPERM && groups.Length == 1 && groups[0].Size == 1)
        {
            // A caller without rights may map its own group if nobody can drop groups with it any more (CVE-2014-8989).
            Kernel.WriteAll($"/proc/{pid}/setgroups", "deny"u8);
            result = TryWrite(pid, "gid_map", groups);
        }

        if (result != 0)
        {
            Helper("newgidmap", pid, "gid_map", groups, result);
        }
    }

    private static int TryWrite(int pid, string file, IdMappingSpec[] mappings)
    {
        StringBuilder text = new();
        foreach (IdMappingSpec mapping in mappings)
        {
            text.Append(CultureInfo.InvariantCulture, $"{mapping.ContainerID} {mapping.HostID} {mapping.Size}\n");
        }

        int result = Kernel.TryWriteAll(AT_FDCWD, $"/proc/{pid}/{file}", Encoding.ASCII.GetBytes(text.ToString()));
        return result is >= 0 or -Errno.EPERM ? result : throw new KernelException($"writing \"/proc/{pid}/{file}\"", -result);
    }

    /// <summary>The set-user-ID programs of Debian's uidmap, which allow what /etc/subuid and /etc/subgid grant.</summary>
    private static void Helper(string program, int pid, string file, IdMappingSpec[] mappings, int refused)
    {
        string? path = FindInPath(program);
        if (path is null)
        {
            throw new KernelException($"writing \"/proc/{pid}/{file}\"", -refused, $"more than the caller's own ids needs the program {program} (Debian's package uidmap)");
        }

        string[] arguments = new string[2 + (mappings.Length * 3)];
        arguments[0] = program;
        arguments[1] = pid.ToString(CultureInfo.InvariantCulture);
        for (int i = 0; i < mappings.Length; i++)
        {
            arguments[2 + (i * 3)] = mappings[i].ContainerID.ToString(CultureInfo.InvariantCulture);
            arguments[3 + (i * 3)] = mappings[i].HostID.ToString(CultureInfo.InvariantCulture);
            arguments[4 + (i * 3)] = mappings[i].Size.ToString(CultureInfo.InvariantCulture);
        }

        ToolRunner.Run(program, path, arguments, [], "/", [], null);
    }

    private static string? FindInPath(string program)
    {
        foreach (string directory in (System.Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin").Split(':'))
        {
            string path = directory + "/" + program;
            if (Kernel.TryStat(path, out _) == 0)
            {
                return path;
            }
        }

        return null;
    }

    private const int AT_FDCWD = Flags.AT_FDCWD;
}
