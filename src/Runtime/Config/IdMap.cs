using System;
using System.Collections.Generic;
using System.Globalization;

namespace Runtime.Config;

/// <summary>How the owners of what a mount shows are changed: on the file system ids of the container's side, in the mount those of the host's side.</summary>
/// <param name="Users">Of the mount, or of the container; empty with <paramref name="NamespacePath"/>.</param>
/// <param name="Groups">Likewise.</param>
/// <param name="NamespacePath">The user namespace the container joins, whose mappings count.</param>
/// <param name="IsRecursive">What is mounted below is changed too.</param>
internal sealed record IdMap(IdMappingSpec[] Users, IdMappingSpec[] Groups, string? NamespacePath, bool IsRecursive)
{
    private const string Option = "idmap";
    private const string RecursiveOption = "ridmap";

    /// <summary>What a mount asks for, with mappings of its own or with the word alone; null: nothing.</summary>
    /// <exception cref="ConfigException">Mappings that cannot be read, or that are missing.</exception>
    public static IdMap? Of(MountSpec mount, int index, LinuxSpec linux)
    {
        IdMappingSpec[] users = mount.UidMappings;
        IdMappingSpec[] groups = mount.GidMappings;
        bool isAsked = users.Length > 0 || groups.Length > 0;
        bool isRecursive = false;
        for (int i = 0; i < mount.Options.Length; i++)
        {
            string word = mount.Options[i];
            if (IsOption(word))
            {
                isAsked = true;
                isRecursive = word.StartsWith(RecursiveOption, StringComparison.Ordinal);
                if (word.IndexOf('=', StringComparison.Ordinal) is > 0 and int equals)
                {
                    Read(word[(equals + 1)..], $"mounts[{index}].options[{i}]", linux, ref users, ref groups);
                }
            }
        }

        if (!isAsked)
        {
            return null;
        }

        bool hasNone = users.Length == 0 && groups.Length == 0;
        if (hasNone && linux.Find(NamespaceType.User) is { } user)
        {
            return new IdMap(linux.UidMappings, linux.GidMappings, user.Path, isRecursive);
        }

        return users.Length > 0 && groups.Length > 0
            ? new IdMap(users, groups, null, isRecursive)
            : throw Place.ConfigFile.Fault($"mounts[{index}]", "id-mapped mounts must have both uid and gid mappings specified");
    }

    /// <summary><c>idmap</c> and <c>ridmap</c>, alone or with crun's mappings.</summary>
    public static bool IsOption(string word)
    {
        return word is Option or RecursiveOption
            || word.StartsWith(Option + "=", StringComparison.Ordinal)
            || word.StartsWith(RecursiveOption + "=", StringComparison.Ordinal);
    }

    /// <summary>crun's form: <c>uids=0-1000-10#10-2000-5;gids=@0-0-10</c>.</summary>
    private static void Read(string text, string path, LinuxSpec linux, ref IdMappingSpec[] users, ref IdMappingSpec[] groups)
    {
        foreach (string part in text.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.StartsWith("uids=", StringComparison.Ordinal))
            {
                users = ReadRanges(part[5..], path, linux.UidMappings);
            }
            else if (part.StartsWith("gids=", StringComparison.Ordinal))
            {
                groups = ReadRanges(part[5..], path, linux.GidMappings);
            }
            else
            {
                throw Place.ConfigFile.Fault(path, $"\"{part}\" is neither uids=… nor gids=…");
            }
        }
    }

    private static IdMappingSpec[] ReadRanges(string text, string path, IdMappingSpec[] container)
    {
        List<IdMappingSpec> ranges = [];
        foreach (string range in text.Split('#', StringSplitOptions.RemoveEmptyEntries))
        {
            bool isRelative = range[0] == '@';
            string[] numbers = (isRelative ? range[1..] : range).Split('-');
            if (numbers.Length != 3 || !TryRead(numbers[0], out uint first) || !TryRead(numbers[1], out uint second) || !TryRead(numbers[2], out uint size))
            {
                throw Place.ConfigFile.Fault(path, $"\"{range}\" is not a range of ids: expected three numbers, as in 0-1000-10");
            }

            uint host = isRelative ? HostOf(second, size, container) ?? throw Place.ConfigFile.Fault(path, $"\"{range}\": the container does not map these ids") : second;
            ranges.Add(new IdMappingSpec { ContainerID = first, HostID = host, Size = size });
        }

        return ranges.ToArray();
    }

    private static bool TryRead(string text, out uint number)
    {
        return uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    /// <summary>Where a range of the container's ids begins on the host.</summary>
    private static uint? HostOf(uint id, uint size, IdMappingSpec[] container)
    {
        foreach (IdMappingSpec mapping in container)
        {
            if (id >= mapping.ContainerID && (ulong)id + size <= (ulong)mapping.ContainerID + mapping.Size)
            {
                return mapping.HostID + (id - mapping.ContainerID);
            }
        }

        return null;
    }
}
