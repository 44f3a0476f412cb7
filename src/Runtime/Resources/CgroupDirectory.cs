using System;
using System.Collections.Generic;
using System.Globalization;
using Runtime.Syscalls;
using static Runtime.Syscalls.Flags;

namespace Runtime.Resources;

/// <summary>One directory of one cgroup hierarchy; everything in it is reached from its descriptor.</summary>
internal sealed class CgroupDirectory : IDisposable
{
    private readonly string _mountPoint;
    private readonly string _path; // below the mount point, without a leading slash
    private readonly List<string> _made = [];
    private Descriptor? _root;
    private Descriptor? _self;

    /// <param name="mountPoint">Where the hierarchy is mounted.</param>
    /// <param name="path">Clean and below the mount point, without a leading slash.</param>
    /// <param name="isOurs">The runtime made it: it may be removed.</param>
    public CgroupDirectory(string mountPoint, string path, bool isOurs = false)
    {
        _mountPoint = mountPoint;
        _path = path;
        IsOurs = isOurs;
    }

    public string FullPath => _path.Length == 0 ? _mountPoint : _mountPoint + "/" + _path;

    /// <summary>Made by the runtime, now or when the container was created.</summary>
    public bool IsOurs { get; private set; }

    /// <summary>The directory, open for reading: good for clone3, for bpf and as the start of a path.</summary>
    public Descriptor Self => _self ?? throw new InvalidOperationException(FullPath + " is not open");

    /// <summary>The hierarchy's root.</summary>
    public Descriptor Root => _root ??= Kernel.Open(_mountPoint, O_PATH | O_DIRECTORY);

    /// <summary>The directories this object made, as paths below the root, the outermost first.</summary>
    public List<string> Made => _made;

    /// <summary>The directories from the root ("") to this one, as paths below the root.</summary>
    public List<string> Line()
    {
        List<string> line = [""];
        for (int slash = _path.IndexOf('/'); slash > 0; slash = _path.IndexOf('/', slash + 1))
        {
            line.Add(_path[..slash]);
        }
        if (_path.Length > 0)
        {
            line.Add(_path);
        }
        return line;
    }

    /// <summary>Makes the directory and those above it, as far as they are missing, and opens it: 0, or −errno of what could not be made.</summary>
    public int TryMake()
    {
        int error = MakeFrom(_path);
        if (error is not (0 or -Errno.EEXIST))
        {
            return error;
        }
        IsOurs = error == 0;
        Open();
        return 0;
    }

    /// <summary>Opens the directory, which now is the container's and goes with it; one that is missing is made.</summary>
    public void Adopt()
    {
        int error = TryMake();
        if (error < 0)
        {
            throw new KernelException("creating the cgroup " + Quoted.Text(FullPath), -error);
        }
        IsOurs = true;
    }

    /// <summary>Opens a directory that must exist.</summary>
    public void Open()
    {
        int error = TryOpen();
        if (error < 0)
        {
            throw new KernelException("opening the cgroup " + Quoted.Text(FullPath), -error);
        }
    }

    /// <summary>Opens a directory that may be gone: 0 or −errno.</summary>
    public int TryOpen()
    {
        if (_self is not null)
        {
            return 0;
        }
        int opened = CgroupFile.Open(Root.Number, _path.Length == 0 ? "." : _path, O_RDONLY | O_DIRECTORY);
        if (opened < 0)
        {
            return opened;
        }
        _self = new Descriptor(opened);
        return 0;
    }

    /// <summary>0 or −errno.</summary>
    public int TryWrite(string file, string value)
    {
        return CgroupFile.Write(Self.Number, file, value);
    }

    public void Write(string file, string value)
    {
        int error = TryWrite(file, value);
        if (error < 0)
        {
            throw Refused(file, value, error);
        }
    }

    public KernelException Refused(string file, string value, int error, string? remedy = null)
    {
        return new KernelException("writing " + Quoted.Text(value) + " to " + Quoted.Text(FullPath + "/" + file), -error, remedy);
    }

    /// <summary>The file's text without its last line feed; null if this cgroup has no such file, or is gone.</summary>
    public string? TryRead(string file)
    {
        int error = CgroupFile.Read(Self.Number, file, out string text);
        return error switch
        {
            0 => text,
            -Errno.ENOENT or -Errno.ENODEV or -Errno.EOPNOTSUPP => null,
            _ => throw new KernelException("reading " + Quoted.Text(FullPath + "/" + file), -error),
        };
    }

    /// <summary>The same of a directory that need not be open; null also if it may not be entered.</summary>
    public string? Peek(string file)
    {
        return CgroupFile.Read(Root.Number, _path.Length == 0 ? file : _path + "/" + file, out string text) == 0 ? text : null;
    }

    /// <summary>A file that is polled.</summary>
    public Descriptor OpenFile(string file)
    {
        int opened = CgroupFile.Open(Self.Number, file, O_RDONLY);
        return opened >= 0 ? new Descriptor(opened)
            : throw new KernelException("opening " + Quoted.Text(FullPath + "/" + file) + " for reading", -opened);
    }

    /// <summary>A directory below, open.</summary>
    public CgroupDirectory Below(string path)
    {
        CgroupDirectory below = new(_mountPoint, _path.Length == 0 ? path : _path + "/" + path);
        below.Open();
        return below;
    }

    /// <summary>What leads from here to another directory of the hierarchy; null if that is not below.</summary>
    /// <param name="path">As /proc/PID/cgroup has it.</param>
    public string? WayTo(string path)
    {
        string here = "/" + _path + "/";
        return path.StartsWith(here, StringComparison.Ordinal) ? path[here.Length..] : null;
    }

    /// <summary>The processes here and in the cgroups below, as this process' pid namespace numbers them.</summary>
    public int[] ReadPids()
    {
        List<int> pids = [];
        if (TryOpen() == 0)
        {
            CollectPids(Self.Number, pids);
        }
        return [.. pids];
    }

    /// <summary>Removes the directory and the cgroups below it: 0 or −errno. One that is gone is removed.</summary>
    public int TryRemove()
    {
        int error = CgroupRemoval.RemoveTree(Root.Number, _path);
        return error == -Errno.ENOENT ? 0 : error;
    }

    /// <summary>Removes the directories above, as far as this object made them and nobody uses them.</summary>
    public void RemoveParentsMade()
    {
        for (int i = _made.Count - 1; i >= 0; i--)
        {
            if (_made[i] != _path && Kernel.TryRmDirAt(Root.Number, _made[i]) < 0)
            {
                return; // another container has moved in below
            }
        }
    }

    public void Dispose()
    {
        _self?.Dispose();
        _root?.Dispose();
        _self = null;
        _root = null;
    }

    // The common case is one call: the parent is there.
    private int MakeFrom(string path)
    {
        if (path.Length == 0)
        {
            return -Errno.EEXIST;
        }
        while (true)
        {
            int error = Kernel.TryMkDirAt(Root.Number, path, 0x1ed); // 0755
            if (error == 0)
            {
                _made.Add(path);
            }
            int slash = path.LastIndexOf('/');
            // ENODEV: the parent is just being removed. Then, too, it has to be made again.
            if (error is not (-Errno.ENOENT or -Errno.ENODEV) || slash < 0)
            {
                return error;
            }
            int parentError = MakeFrom(path[..slash]);
            if (parentError is not (0 or -Errno.EEXIST))
            {
                return parentError;
            }
        }
    }

    private static void CollectPids(int directory, List<int> pids)
    {
        // EOPNOTSUPP: a threaded cgroup, whose processes are listed by the domain above it (cgroups(7)). ENODEV: removed meanwhile.
        _ = CgroupFile.Read(directory, "cgroup.procs", out string text);
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            // 0 is a process outside our pid namespace. To kill(2) it would mean ourselves.
            if (int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out int pid) && pid > 0)
            {
                pids.Add(pid);
            }
        }
        foreach (string child in ChildrenOf(directory))
        {
            int opened = CgroupFile.Open(directory, child, O_RDONLY | O_DIRECTORY);
            if (opened >= 0)
            {
                using Descriptor descriptor = new(opened);
                CollectPids(descriptor.Number, pids);
            }
        }
    }

    public static List<string> ChildrenOf(int directory)
    {
        List<string> names = [];
        int opened = CgroupFile.Open(directory, ".", O_RDONLY | O_DIRECTORY); // with an offset of its own
        if (opened >= 0)
        {
            using Descriptor entries = new(opened);
            foreach (DirectoryEntry entry in new DirectoryEntries(entries.Number, stackalloc byte[4096]))
            {
                if (entry.Type == DT_DIR)
                {
                    names.Add(entry.ToString());
                }
            }
        }
        return names;
    }
}

/// <summary>A container's directory in one v1 hierarchy.</summary>
internal sealed record CgroupV1Hierarchy(string[] Controllers, CgroupDirectory Directory);
