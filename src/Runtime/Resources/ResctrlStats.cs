using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using Runtime.Syscalls;
using static Runtime.Syscalls.Flags;

namespace Runtime.Resources;

/// <summary>What resctrl says of a container and of the machine, as <c>events</c> reports it. An empty text or a zero is what the machine does not have.</summary>
internal sealed record ResctrlStats
{
    private const string Info = ResctrlGroup.MountPoint + "/info/";

    public string CacheMask { get; private init; } = "";

    public ulong CacheMinBits { get; private init; }

    public ulong CacheClasses { get; private init; }

    public string CacheSchemaOfRoot { get; private init; } = "";

    public string CacheSchema { get; private init; } = "";

    public ulong BandwidthGranularity { get; private init; }

    public ulong BandwidthIsLinear { get; private init; }

    public ulong BandwidthMin { get; private init; }

    public ulong BandwidthClasses { get; private init; }

    public string BandwidthSchemaOfRoot { get; private init; } = "";

    public string BandwidthSchema { get; private init; } = "";

    /// <summary>One for each domain.</summary>
    public ResctrlUse[] Uses { get; private init; } = [];

    public static ResctrlStats Read(ResctrlGroup group)
    {
        string ofRoot = Text(ResctrlGroup.MountPoint + "/schemata");
        string own = Text(group.Path + "/schemata");
        return new ResctrlStats
        {
            CacheMask = Text(Info + "L3/cbm_mask"),
            CacheMinBits = Number(Info + "L3/min_cbm_bits"),
            CacheClasses = Number(Info + "L3/num_closids"),
            CacheSchemaOfRoot = Line(ofRoot, "L3"),
            CacheSchema = Line(own, "L3"),
            BandwidthGranularity = Number(Info + "MB/bandwidth_gran"),
            BandwidthIsLinear = Number(Info + "MB/delay_linear"),
            BandwidthMin = Number(Info + "MB/min_bandwidth"),
            BandwidthClasses = Number(Info + "MB/num_closids"),
            BandwidthSchemaOfRoot = Line(ofRoot, "MB"),
            BandwidthSchema = Line(own, "MB"),
            Uses = ReadUses((group.Monitor ?? group.Path) + "/mon_data"),
        };
    }

    private static ResctrlUse[] ReadUses(string directory)
    {
        int opened = Kernel.TryOpenAt(AT_FDCWD, directory, O_RDONLY | O_DIRECTORY);
        if (opened < 0)
        {
            return []; // nothing can be measured here
        }

        using Descriptor domains = new(opened);
        List<string> names = [];
        foreach (DirectoryEntry entry in new DirectoryEntries(domains.Number, stackalloc byte[4096]))
        {
            names.Add(entry.ToString());
        }

        names.Sort(string.CompareOrdinal);
        return Array.ConvertAll(names.ToArray(), name => new ResctrlUse(
            Count($"{directory}/{name}/mbm_total_bytes"),
            Count($"{directory}/{name}/mbm_local_bytes"),
            Count($"{directory}/{name}/llc_occupancy")));
    }

    private static string Line(string schemata, string resource)
    {
        foreach (ReadOnlySpan<char> line in schemata.AsSpan().EnumerateLines())
        {
            if (line.TrimStart().StartsWith(resource, StringComparison.Ordinal))
            {
                return line.Trim().ToString();
            }
        }

        return "";
    }

    // "Unavailable", where a counter is not running, is no number.
    private static ulong Number(string path) => ulong.TryParse(Text(path), NumberStyles.None, CultureInfo.InvariantCulture, out ulong number) ? number : 0;

    // Null: this machine does not count that.
    private static ulong? Count(string path) => Kernel.TryStat(path, out _) == 0 ? Number(path) : null;

    private static string Text(string path)
    {
        Span<byte> buffer = stackalloc byte[4096];
        int length = Kernel.TryReadFile(AT_FDCWD, path, buffer);
        return Encoding.UTF8.GetString(buffer[..Math.Max(0, length)]).TrimEnd('\n');
    }
}

/// <summary>What a container uses in one domain: bytes moved since it was made, bytes of the cache it holds now; null is not counted.</summary>
internal readonly record struct ResctrlUse(ulong? TotalBytes, ulong? LocalBytes, ulong? CacheBytes);
