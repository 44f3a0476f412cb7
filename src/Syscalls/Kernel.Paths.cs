using System.Text;
using static Runtime.Syscalls.Flags;

namespace Runtime.Syscalls;

/// <summary>Names in directories: mkdir(2), mknod(2), unlink(2), rename(2), symlink(2), readlink(2), statx(2), statfs(2).</summary>
public static unsafe partial class Kernel
{
    private const int PATH_MAX = 4096;

    public static int TryMkDirAt(int directory, string path, uint mode)
    {
        byte* buffer = stackalloc byte[KernelString.BufferSize];
        using KernelString name = new(path, buffer);
        return (int)Repeat(SystemCall.mkdirat, directory, name, (nint)mode);
    }

    public static void MkDirAt(int directory, string path, uint mode)
    {
        int result = TryMkDirAt(directory, path, mode);
        if (result < 0)
        {
            throw Failure("creating directory " + Operand(directory, path), result);
        }
    }

    public static void MkDir(string path, uint mode)
    {
        MkDirAt(AT_FDCWD, path, mode);
    }

    /// <summary><paramref name="mode"/> holds the kind too (S_IFCHR, …); <paramref name="device"/> is of <see cref="DeviceNumber"/>.</summary>
    public static void MkNodAt(int directory, string path, uint mode, uint device)
    {
        byte* buffer = stackalloc byte[KernelString.BufferSize];
        using KernelString name = new(path, buffer);
        nint result = Repeat(SystemCall.mknodat, directory, name, (nint)mode, (nint)device);
        if (result < 0)
        {
            string kind = (mode & S_IFMT) switch
            {
                S_IFIFO => "creating fifo ",
                S_IFBLK or S_IFCHR => "creating device ",
                _ => "creating ",
            };
            throw Failure(kind + Operand(directory, path), result);
        }
    }

    public static void MkFifoAt(int directory, string path, uint mode)
    {
        MkNodAt(directory, path, S_IFIFO | mode, 0);
    }

    public static void ChMod(string path, uint mode)
    {
        byte* buffer = stackalloc byte[KernelString.BufferSize];
        using KernelString name = new(path, buffer);
        nint result = Repeat(SystemCall.fchmodat, AT_FDCWD, name, (nint)mode);
        if (result < 0)
        {
            throw Failure("changing the mode of " + Quoted.Text(path), result);
        }
    }

    public static int TryUnlinkAt(int directory, string path)
    {
        return Remove(directory, path, 0);
    }

    public static void UnlinkAt(int directory, string path)
    {
        int result = TryUnlinkAt(directory, path);
        if (result < 0)
        {
            throw Failure("removing " + Operand(directory, path), result);
        }
    }

    public static int TryUnlink(string path)
    {
        return TryUnlinkAt(AT_FDCWD, path);
    }

    public static void Unlink(string path)
    {
        UnlinkAt(AT_FDCWD, path);
    }

    public static int TryRmDirAt(int directory, string path)
    {
        return Remove(directory, path, AT_REMOVEDIR);
    }

    public static void RmDirAt(int directory, string path)
    {
        int result = TryRmDirAt(directory, path);
        if (result < 0)
        {
            throw Failure("removing directory " + Operand(directory, path), result);
        }
    }

    public static int TryRmDir(string path)
    {
        return TryRmDirAt(AT_FDCWD, path);
    }

    public static void RmDir(string path)
    {
        RmDirAt(AT_FDCWD, path);
    }

    public static int TryRenameAt(int fromDirectory, string from, int toDirectory, string to, uint flags = 0)
    {
        byte* fromBuffer = stackalloc byte[KernelString.BufferSize];
        byte* toBuffer = stackalloc byte[KernelString.BufferSize];
        using KernelString fromName = new(from, fromBuffer);
        using KernelString toName = new(to, toBuffer);
        return (int)Repeat(SystemCall.renameat2, fromDirectory, fromName, toDirectory, toName, (nint)flags);
    }

    public static void RenameAt(int fromDirectory, string from, int toDirectory, string to, uint flags = 0)
    {
        int result = TryRenameAt(fromDirectory, from, toDirectory, to, flags);
        if (result < 0)
        {
            throw Failure("renaming " + Operand(fromDirectory, from) + " to " + Operand(toDirectory, to), result);
        }
    }

    public static void Rename(string from, string to)
    {
        RenameAt(AT_FDCWD, from, AT_FDCWD, to);
    }

    public static void SymlinkAt(string target, int directory, string path)
    {
        byte* targetBuffer = stackalloc byte[KernelString.BufferSize];
        byte* pathBuffer = stackalloc byte[KernelString.BufferSize];
        using KernelString targetName = new(target, targetBuffer);
        using KernelString name = new(path, pathBuffer);
        nint result = Repeat(SystemCall.symlinkat, targetName, directory, name);
        if (result < 0)
        {
            throw Failure("creating link " + Operand(directory, path) + " to " + Quoted.Text(target), result);
        }
    }

    /// <summary>0, or −errno and no target.</summary>
    public static int TryReadLinkAt(int directory, string path, out string? target)
    {
        byte* buffer = stackalloc byte[KernelString.BufferSize];
        byte* bytes = stackalloc byte[PATH_MAX];
        using KernelString name = new(path, buffer);
        nint result = Repeat(SystemCall.readlinkat, directory, name, (nint)bytes, PATH_MAX);
        target = result < 0 ? null : Encoding.UTF8.GetString(bytes, (int)result);
        return result < 0 ? (int)result : 0;
    }

    public static string ReadLinkAt(int directory, string path)
    {
        int result = TryReadLinkAt(directory, path, out string? target);
        return target ?? throw Failure("reading link " + Operand(directory, path), result);
    }

    public static string ReadLink(string path)
    {
        return ReadLinkAt(AT_FDCWD, path);
    }

    /// <summary>0, or −errno; <paramref name="flags"/> may hold AT_SYMLINK_NOFOLLOW, and AT_EMPTY_PATH with an empty path.</summary>
    public static int TryStatx(int directory, string path, out statx status, int flags = 0, uint mask = STATX_BASIC_STATS)
    {
        byte* buffer = stackalloc byte[KernelString.BufferSize];
        using KernelString name = new(path, buffer);
        fixed (statx* pointer = &status)
        {
            return (int)Repeat(SystemCall.statx, directory, name, flags, (nint)mask, (nint)pointer);
        }
    }

    public static statx Statx(int directory, string path, int flags = 0, uint mask = STATX_BASIC_STATS)
    {
        int result = TryStatx(directory, path, out statx status, flags, mask);
        return result >= 0 ? status : throw Failure("looking at " + Operand(directory, path), result);
    }

    public static statx Stat(string path)
    {
        return Statx(AT_FDCWD, path);
    }

    public static int TryStat(string path, out statx status)
    {
        return TryStatx(AT_FDCWD, path, out status);
    }

    public static statx FStat(int file, uint mask = STATX_BASIC_STATS)
    {
        return Statx(file, "", AT_EMPTY_PATH, mask);
    }

    public static int TryStatFs(string path, out statfs status)
    {
        byte* buffer = stackalloc byte[KernelString.BufferSize];
        using KernelString name = new(path, buffer);
        fixed (statfs* pointer = &status)
        {
            return (int)Repeat(SystemCall.statfs, name, (nint)pointer);
        }
    }

    public static statfs StatFs(string path)
    {
        int result = TryStatFs(path, out statfs status);
        return result >= 0 ? status : throw Failure("looking at the file system of " + Quoted.Text(path), result);
    }

    public static statfs FStatFs(int file)
    {
        statfs status;
        nint result = Repeat(SystemCall.fstatfs, file, (nint)(&status));
        return result >= 0 ? status : throw Failure("looking at the file system of " + Operand(file), result);
    }

    private static int Remove(int directory, string path, int flags)
    {
        byte* buffer = stackalloc byte[KernelString.BufferSize];
        using KernelString name = new(path, buffer);
        return (int)Repeat(SystemCall.unlinkat, directory, name, flags);
    }
}
