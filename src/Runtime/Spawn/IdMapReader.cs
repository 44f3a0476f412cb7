using System;
using System.Globalization;

using Runtime.Config;
using Runtime.Syscalls;

namespace Runtime.Spawn;

/// <summary>
/// Holds the mappings of config.json against those of a user namespace that is joined: containerd and CRI-O pass both, and with others the files of
/// the container would belong to somebody else than config.json says.
/// </summary>
internal static class IdMapReader
{
    /// <param name="pid">A process in that namespace.</param>
    /// <param name="linux">What config.json says; a list that it does not have is not compared.</param>
    /// <exception cref="ConfigException">It says something else.</exception>
    public static void Compare(int pid, LinuxSpec linux)
    {
        Compare(pid, "uid_map", "linux.uidMappings", linux.UidMappings);
        Compare(pid, "gid_map", "linux.gidMappings", linux.GidMappings);
    }

    private static void Compare(int pid, string file, string member, IdMappingSpec[] wanted)
    {
        string[] lines = Kernel.ReadText($"/proc/{pid}/{file}").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        bool isSame = wanted.Length == 0 || lines.Length == wanted.Length;
        for (int i = 0; isSame && i < wanted.Length; i++)
        {
            isSame = Array.IndexOf(wanted, Read(lines[i])) >= 0; // the kernel sorts a long list
        }

        if (!isSame)
        {
            string actual = string.Join(", ", Array.ConvertAll(lines, line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))));
            throw Place.ConfigFile.Fault(member, $"the user namespace to join has other mappings: {actual}");
        }
    }

    private static IdMappingSpec Read(string line)
    {
        string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new IdMappingSpec
        {
            ContainerID = uint.Parse(words[0], CultureInfo.InvariantCulture),
            HostID = uint.Parse(words[1], CultureInfo.InvariantCulture),
            Size = uint.Parse(words[2], CultureInfo.InvariantCulture),
        };
    }
}
