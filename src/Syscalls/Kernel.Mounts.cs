using static Runtime.Syscalls.Flags;

namespace Runtime.Syscalls;

/// <summary>mount(2), umount2(2), open_tree(2), move_mount(2), mount_setattr(2), fsopen(2) and its kin.</summary>
public static unsafe partial class Kernel
{
    private const ulong Propagation = MS_SHARED | MS_PRIVATE | MS_SLAVE | MS_UNBINDABLE;

    public static int TryMount(string? source, string target, string? type, ulong flags, string? data)
    {
        byte* sourceBuffer = stackalloc byte[KernelString.BufferSize];
        byte* targetBuffer = stackalloc byte[KernelString.BufferSize];
        byte* typeBuffer = stackalloc byte[KernelString.BufferSize];
        byte* dataBuffer = stackalloc byte[KernelString.BufferSize];
        using KernelString sourceName = new(source, sourceBuffer);
        using KernelString targetName = new(target, targetBuffer);
        using KernelString typeName = new(type, typeBuffer);
        using KernelString dataText = new(data, dataBuffer);
        return (int)Repeat(SystemCall.mount, sourceName, targetName, typeName, (nint)flags, dataText);
    }

    public static void Mount(string? source, string target, string? type, ulong flags, string? data)
    {
        int result = TryMount(source, target, type, flags, data);
        if (result < 0)
        {
            throw Failure(Mounting(source, Quoted.Text(target), type, flags), result);
        }
    }

    public static int TryUmount2(string target, int flags)
    {
        byte* buffer = stackalloc byte[KernelString.BufferSize];
        using KernelString name = new(target, buffer);
        return (int)Repeat(SystemCall.umount2, name, flags);
    }

    public static void Umount2(string target, int flags)
    {
        int result = TryUmount2(target, flags);
        if (result < 0)
        {
            throw Failure("unmounting " + Quoted.Text(target), result);
        }
    }

    /// <summary>The new descriptor, or −errno; <paramref name="flags"/> are of OPEN_TREE_ and AT_.</summary>
    public static int TryOpenTree(int directory, string path, uint flags)
    {
        byte* buffer = stackalloc byte[KernelString.BufferSize];
        using KernelString name = new(path, buffer);
        return (int)Repeat(SystemCall.open_tree, directory, name, (nint)(flags | OPEN_TREE_CLOEXEC));
    }

    public static Descriptor OpenTree(int directory, string path, uint flags)
    {
        int result = TryOpenTree(directory, path, flags);
        if (result >= 0)
        {
            return new Descriptor(result);
        }
        throw Failure(((flags & OPEN_TREE_CLONE) != 0 ? "copying the mount of " : "opening the mount of ") + Operand(directory, path), result);
    }

    public static int TryMoveMount(int fromDirectory, string from, int toDirectory, string to, uint flags)
    {
        byte* fromBuffer = stackalloc byte[KernelString.BufferSize];
        byte* toBuffer = stackalloc byte[KernelString.BufferSize];
        using KernelString fromName = new(from, fromBuffer);
        using KernelString toName = new(to, toBuffer);
        return (int)Repeat(SystemCall.move_mount, fromDirectory, fromName, toDirectory, toName, (nint)flags);
    }

    public static void MoveMount(int fromDirectory, string from, int toDirectory, string to, uint flags)
    {
        int result = TryMoveMount(fromDirectory, from, toDirectory, to, flags);
        if (result < 0)
        {
            throw Failure("moving a mount to " + Operand(toDirectory, to), result);
        }
    }

    /// <summary><paramref name="flags"/> are AT_EMPTY_PATH, AT_RECURSIVE and the like.</summary>
    public static int TryMountSetAttr(int directory, string path, int flags, in mount_attr attributes)
    {
        byte* buffer = stackalloc byte[KernelString.BufferSize];
        using KernelString name = new(path, buffer);
        fixed (mount_attr* pointer = &attributes)
        {
            return (int)Repeat(SystemCall.mount_setattr, directory, name, flags, (nint)pointer, sizeof(mount_attr));
        }
    }

    public static void MountSetAttr(int directory, string path, int flags, in mount_attr attributes)
    {
        int result = TryMountSetAttr(directory, path, flags, attributes);
        if (result < 0)
        {
            throw Failure("changing the mount of " + Operand(directory, path), result);
        }
    }

    private static string Mounting(string? source, string target, string? type, ulong flags)
    {
        if ((flags & MS_REMOUNT) != 0)
        {
            return "remounting " + target;
        }
        if ((flags & MS_MOVE) != 0)
        {
            return "moving the mount of " + Quoted.Text(source ?? "") + " to " + target;
        }
        if ((flags & MS_BIND) != 0)
        {
            return "binding " + Quoted.Text(source ?? "") + " to " + target;
        }
        if ((flags & Propagation) != 0)
        {
            return "changing the propagation of " + target;
        }
        return "mounting " + (type ?? "a file system") + " at " + target;
    }
}
