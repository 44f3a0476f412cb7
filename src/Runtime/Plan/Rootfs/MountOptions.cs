using System;
using System.Collections.Generic;

using Runtime.Config;

using static Runtime.Syscalls.Flags;

namespace Runtime.Plan;

/// <summary>Turns the option words of a mount into what the mount API takes (runtime-spec 1.3, config.md, Linux mount options).</summary>
internal sealed class MountOptions
{
    private MountOptions()
    {
    }

    /// <summary>MOUNT_ATTR_ flags of the mount itself.</summary>
    public ulong Set { get; private set; }

    /// <summary>MOUNT_ATTR_ flags that are taken away from what is bound.</summary>
    public ulong Clear { get; private set; }

    /// <summary>The same for the mount and all below it: the words that begin with r.</summary>
    public ulong RecursiveSet { get; private set; }

    public ulong RecursiveClear { get; private set; }

    /// <summary>What is there already is mounted again; the file system type means nothing.</summary>
    public bool IsBind { get; private set; }

    /// <summary>What is mounted below the source comes along.</summary>
    public bool IsRecursiveBind { get; private set; }

    /// <summary>MS_SHARED and its like, with or without MS_REC, in order.</summary>
    public List<ulong> Propagation { get; } = [];

    /// <summary>Words that the file system itself understands: <c>size=64m</c>.</summary>
    public List<string> Data { get; } = [];

    /// <summary>Flags of the superblock by name; they mean nothing for a bind mount.</summary>
    public List<string> Superblock { get; } = [];

    /// <summary>Nothing new is mounted: what is mounted at the destination gets other attributes.</summary>
    public bool IsRemount { get; private set; }

    /// <summary>What the image has at the destination is copied into the new tmpfs.</summary>
    public bool CopiesUp { get; private set; }

    /// <summary>A source that is a link is mounted itself, and not what it points to.</summary>
    public bool IsSourceNotFollowed { get; private set; }

    /// <summary>A destination that is a link is covered itself.</summary>
    public bool IsDestinationNotFollowed { get; private set; }

    /// <summary>A source that is a link is not mounted: the same link is made at the destination.</summary>
    public bool CopiesLink { get; private set; }

    public bool IsReadOnly => (Set & MOUNT_ATTR_RDONLY) != 0;

    /// <summary>The path of the file's mounts[<paramref name="index"/>] is named in errors.</summary>
    /// <exception cref="ConfigException">Words that cannot go together.</exception>
    public static MountOptions Parse(MountSpec mount, int index)
    {
        MountOptions options = new() { IsBind = mount.Type is "bind" };
        foreach (string word in mount.Options)
        {
            if (!options.Take(word) && !IdMap.IsOption(word))
            {
                options.Data.Add(word);
            }
        }

        if (options.IsBind && !options.IsRemount && options.Data.Count > 0)
        {
            throw new ConfigException("config.json", $"mounts[{index}].options", $"\"{options.Data[0]}\": bind mounts cannot have any filesystem-specific options applied");
        }

        return options;
    }

    /// <summary>Every word but the file systems' own, for <c>features</c>; sorted.</summary>
    public static string[] Words()
    {
        string[] words = new string[s_rows.Length];
        for (int i = 0; i < words.Length; i++)
        {
            words[i] = s_rows[i].Word;
        }

        Array.Sort(words, StringComparer.Ordinal);
        return words;
    }

    private bool Take(string word)
    {
        foreach (Row row in s_rows)
        {
            if (row.Word == word)
            {
                Apply(row);
                return true;
            }
        }

        return false;
    }

    private void Apply(Row row)
    {
        switch (row.Kind)
        {
            case Kind.Set:
                // A later word overrides an earlier one, and of the ways to keep access times only one can be.
                ulong exclusive = (row.Value & MOUNT_ATTR__ATIME) != 0 ? MOUNT_ATTR__ATIME : row.Value;
                Set = (Set & ~exclusive) | row.Value;
                Clear = (Clear & ~row.Value) | (exclusive & MOUNT_ATTR__ATIME);
                break;
            case Kind.Clear:
                Set &= ~row.Value;

                // The ways to keep access times are one field to the kernel, cleared whole or not at all.
                Clear |= (row.Value & MOUNT_ATTR__ATIME) != 0 ? MOUNT_ATTR__ATIME : row.Value;
                break;
            case Kind.RecursiveSet:
                ulong group = (row.Value & MOUNT_ATTR__ATIME) != 0 ? MOUNT_ATTR__ATIME : row.Value;
                RecursiveSet = (RecursiveSet & ~group) | row.Value;
                RecursiveClear = (RecursiveClear & ~row.Value) | (group & MOUNT_ATTR__ATIME);
                break;
            case Kind.RecursiveClear:
                RecursiveSet &= ~row.Value;
                RecursiveClear |= row.Value;
                break;
            case Kind.Propagation:
                Propagation.Add(row.Value);
                break;
            case Kind.Superblock:
                Superblock.Add(row.Word.TrimStart('r')); // a superblock is all of its file system: crun's recursive words mean the same
                break;
            case Kind.Bind:
                IsBind = true;
                IsRecursiveBind |= (row.Value & MS_REC) != 0;
                break;
            case Kind.Remount:
                IsRemount = true;
                break;
            case Kind.CopyUp:
                CopiesUp = true;
                break;
            case Kind.SourceNotFollowed:
                IsSourceNotFollowed = true;
                break;
            case Kind.DestinationNotFollowed:
                IsDestinationNotFollowed = true;
                break;
            case Kind.CopyLink:
                CopiesLink = true;
                break;
            case Kind.Nothing:
                break;
            default:
                throw new InvalidOperationException($"mount option {row.Word} has no meaning");
        }
    }

    private enum Kind
    {
        Nothing,
        Set,
        Clear,
        RecursiveSet,
        RecursiveClear,
        Propagation,

        /// <summary>A flag of the superblock, which fsconfig(2) takes by its name.</summary>
        Superblock,
        Bind,
        Remount,
        CopyUp,
        SourceNotFollowed,
        DestinationNotFollowed,
        CopyLink,
    }

    private readonly record struct Row(string Word, Kind Kind, ulong Value = 0);

    private static readonly Row[] s_rows =
    [
        new("ro", Kind.Set, MOUNT_ATTR_RDONLY),
        new("rw", Kind.Clear, MOUNT_ATTR_RDONLY),
        new("nosuid", Kind.Set, MOUNT_ATTR_NOSUID),
        new("suid", Kind.Clear, MOUNT_ATTR_NOSUID),
        new("nodev", Kind.Set, MOUNT_ATTR_NODEV),
        new("dev", Kind.Clear, MOUNT_ATTR_NODEV),
        new("noexec", Kind.Set, MOUNT_ATTR_NOEXEC),
        new("exec", Kind.Clear, MOUNT_ATTR_NOEXEC),
        new("bind", Kind.Bind),
        new("rbind", Kind.Bind, MS_REC),
        new("relatime", Kind.Clear, MOUNT_ATTR__ATIME), // relatime is what is left when no other is set
        new("norelatime", Kind.Nothing),
        new("noatime", Kind.Set, MOUNT_ATTR_NOATIME),
        new("atime", Kind.Clear, MOUNT_ATTR_NOATIME),
        new("strictatime", Kind.Set, MOUNT_ATTR_STRICTATIME),
        new("nostrictatime", Kind.Clear, MOUNT_ATTR_STRICTATIME),
        new("nodiratime", Kind.Set, MOUNT_ATTR_NODIRATIME),
        new("diratime", Kind.Clear, MOUNT_ATTR_NODIRATIME),
        new("nosymfollow", Kind.Set, MOUNT_ATTR_NOSYMFOLLOW),
        new("symfollow", Kind.Clear, MOUNT_ATTR_NOSYMFOLLOW),
        new("defaults", Kind.Nothing),
        new("private", Kind.Propagation, MS_PRIVATE),
        new("rprivate", Kind.Propagation, MS_PRIVATE | MS_REC),
        new("shared", Kind.Propagation, MS_SHARED),
        new("rshared", Kind.Propagation, MS_SHARED | MS_REC),
        new("slave", Kind.Propagation, MS_SLAVE),
        new("rslave", Kind.Propagation, MS_SLAVE | MS_REC),
        new("unbindable", Kind.Propagation, MS_UNBINDABLE),
        new("runbindable", Kind.Propagation, MS_UNBINDABLE | MS_REC),
        new("rro", Kind.RecursiveSet, MOUNT_ATTR_RDONLY),
        new("rrw", Kind.RecursiveClear, MOUNT_ATTR_RDONLY),
        new("rnosuid", Kind.RecursiveSet, MOUNT_ATTR_NOSUID),
        new("rsuid", Kind.RecursiveClear, MOUNT_ATTR_NOSUID),
        new("rnodev", Kind.RecursiveSet, MOUNT_ATTR_NODEV),
        new("rdev", Kind.RecursiveClear, MOUNT_ATTR_NODEV),
        new("rnoexec", Kind.RecursiveSet, MOUNT_ATTR_NOEXEC),
        new("rexec", Kind.RecursiveClear, MOUNT_ATTR_NOEXEC),
        new("rrelatime", Kind.RecursiveClear, MOUNT_ATTR__ATIME),
        new("rnorelatime", Kind.RecursiveSet, MOUNT_ATTR_STRICTATIME),
        new("rnoatime", Kind.RecursiveSet, MOUNT_ATTR_NOATIME),
        new("ratime", Kind.RecursiveClear, MOUNT_ATTR__ATIME),
        new("rstrictatime", Kind.RecursiveSet, MOUNT_ATTR_STRICTATIME),
        new("rnostrictatime", Kind.RecursiveClear, MOUNT_ATTR__ATIME),
        new("rnodiratime", Kind.RecursiveSet, MOUNT_ATTR_NODIRATIME),
        new("rdiratime", Kind.RecursiveClear, MOUNT_ATTR_NODIRATIME),
        new("rnosymfollow", Kind.RecursiveSet, MOUNT_ATTR_NOSYMFOLLOW),
        new("rsymfollow", Kind.RecursiveClear, MOUNT_ATTR_NOSYMFOLLOW),
        new("sync", Kind.Superblock),
        new("async", Kind.Superblock),
        new("dirsync", Kind.Superblock),
        new("mand", Kind.Superblock),
        new("nomand", Kind.Superblock),
        new("lazytime", Kind.Superblock),
        new("nolazytime", Kind.Superblock),
        new("rsync", Kind.Superblock),
        new("rasync", Kind.Superblock),
        new("rdirsync", Kind.Superblock),
        new("rmand", Kind.Superblock),
        new("rnomand", Kind.Superblock),
        new("iversion", Kind.Nothing), // a file system counts versions or does not: fsconfig(2) has no word for it
        new("noiversion", Kind.Nothing),
        new("silent", Kind.Nothing), // says only how loudly the kernel complains
        new("loud", Kind.Nothing),
        new("remount", Kind.Remount),
        new("tmpcopyup", Kind.CopyUp),
        new("idmap", Kind.Nothing), // IdMap reads these two, and their mappings
        new("ridmap", Kind.Nothing),
        new("src-nofollow", Kind.SourceNotFollowed),
        new("dest-nofollow", Kind.DestinationNotFollowed),
        new("copy-symlink", Kind.CopyLink),
    ];
}
