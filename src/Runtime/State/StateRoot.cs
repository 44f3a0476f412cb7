using System;
using System.Collections.Generic;
using Runtime.Syscalls;
using static Runtime.Syscalls.Flags;

namespace Runtime.State;

/// <summary>The directory in which every container has one of its own (<c>--root</c>).</summary>
internal sealed class StateRoot : IDisposable
{
    private const string Standard = "/run/runtime";

    private readonly Descriptor _directory;

    private StateRoot(string path, Descriptor directory)
    {
        Path = path;
        _directory = directory;
    }

    public string Path { get; }

    public int Number => _directory.Number;

    /// <summary>Where the root is if --root is not given: what runc does, with our name.</summary>
    public static string StandardPath()
    {
        string? runtimeDirectory = Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR");
        return string.IsNullOrEmpty(runtimeDirectory) || IsMachineRoot() ? Standard : runtimeDirectory + "/runtime";
    }

    /// <summary>Null if there is none, and so no container.</summary>
    public static StateRoot? Open(string path)
    {
        int number = Kernel.TryOpenAt(AT_FDCWD, path, O_RDONLY | O_DIRECTORY);
        return number switch
        {
            >= 0 => new StateRoot(path, new Descriptor(number)),
            -Errno.ENOENT => null,
            _ => throw new KernelException($"opening {Quoted.Text(path)}", -number),
        };
    }

    public static StateRoot OpenOrCreate(string path)
    {
        StateRoot? root = Open(path);
        if (root is not null)
        {
            return root;
        }

        CreateWithParents(path);
        root = Open(path) ?? throw new KernelException($"opening {Quoted.Text(path)}", Errno.ENOENT);
        if (path != Standard && path == StandardPath())
        {
            // systemd-tmpfiles clears old files out of $XDG_RUNTIME_DIR, except what has the sticky bit (XDG Base Directory Specification).
            Kernel.FChMod(root.Number, S_ISVTX | 0x1c0 /* 0700 */);
        }

        return root;
    }

    /// <summary>The containers' ids, sorted.</summary>
    public string[] List()
    {
        List<string> ids = DirectoryNames.Of(Number);
        ids.Sort(string.CompareOrdinal);
        return [.. ids];
    }

    public bool Has(string id) => Kernel.TryStatx(Number, id, out _, AT_SYMLINK_NOFOLLOW) == 0;

    public void Dispose() => _directory.Dispose();

    private static void CreateWithParents(string path)
    {
        int result = Kernel.TryMkDirAt(AT_FDCWD, path, 0x1c0);
        int slash = path.TrimEnd('/').LastIndexOf('/');
        if (result == -Errno.ENOENT && slash > 0)
        {
            CreateWithParents(path[..slash]);
            result = Kernel.TryMkDirAt(AT_FDCWD, path, 0x1c0);
        }

        // Another create may have been faster.
        if (result is < 0 and not -Errno.EEXIST)
        {
            throw new KernelException($"creating directory {Quoted.Text(path)}", -result);
        }
    }

    // Root in a user namespace is somebody's user, unless that somebody says otherwise: runc looks at $USER.
    private static bool IsMachineRoot()
    {
        if (RawCall.Invoke(SystemCall.geteuid) != 0)
        {
            return false;
        }

        return Environment.GetEnvironmentVariable("USER") == "root" || !IsInUserNamespace();
    }

    private static bool IsInUserNamespace()
    {
        Span<byte> map = stackalloc byte[64];
        int length = Kernel.TryReadFile(AT_FDCWD, "/proc/self/uid_map", map);

        // The first namespace maps all ids to themselves; without the file the kernel has no others.
        return length > 0 && !map[..length].SequenceEqual("         0          0 4294967295\n"u8);
    }
}
