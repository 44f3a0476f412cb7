using System;
using static Runtime.Syscalls.Flags;

namespace Runtime.Syscalls;

/// <summary>Descriptors and what they refer to: dup(2), fcntl(2), flock(2), pipe(2), memfd_create(2), ioctl(2).</summary>
public static unsafe partial class Kernel
{
    /// <summary>Closes a number that no <see cref="Descriptor"/> owns.</summary>
    public static void Close(int file)
    {
        // Linux frees the number even when it answers EINTR or EIO (close(2)): a repetition could close somebody else's file.
        nint result = RawCall.InvokeBlocking(SystemCall.close, file);
        if (result == -Errno.EBADF)
        {
            throw Failure("closing descriptor " + Decimal(file), result);
        }
    }

    public static Descriptor Dup(int file, int lowest = 0)
    {
        return new Descriptor((int)Fcntl(file, F_DUPFD_CLOEXEC, lowest));
    }

    /// <summary>Makes <paramref name="number"/> refer to the same file; whatever it was is closed.</summary>
    public static void Dup3(int file, int number, int flags = O_CLOEXEC)
    {
        nint result = Repeat(SystemCall.dup3, file, number, flags);
        if (result < 0)
        {
            throw Failure("duplicating " + Operand(file) + " to descriptor " + Decimal(number), result);
        }
    }

    public static nint TryFcntl(int file, int command, nint argument = 0)
    {
        return Repeat(SystemCall.fcntl, file, command, argument);
    }

    public static nint Fcntl(int file, int command, nint argument = 0)
    {
        nint result = TryFcntl(file, command, argument);
        if (result >= 0)
        {
            return result;
        }
        string doing = command switch
        {
            F_DUPFD_CLOEXEC => "duplicating ",
            F_ADD_SEALS => "sealing ",
            F_GET_SEALS => "reading the seals of ",
            F_GETFD or F_GETFL => "reading the flags of ",
            F_SETFD or F_SETFL => "setting flags of ",
            _ => "controlling ",
        };
        throw Failure(doing + Operand(file), result);
    }

    /// <summary>0, or −errno: −EWOULDBLOCK (EAGAIN) where LOCK_NB was given and another has the lock.</summary>
    public static int TryFlock(int file, int operation)
    {
        return (int)Repeat(SystemCall.flock, file, operation);
    }

    public static void Flock(int file, int operation)
    {
        int result = TryFlock(file, operation);
        if (result < 0)
        {
            throw Failure(((operation & LOCK_UN) != 0 ? "unlocking " : "locking ") + Operand(file), result);
        }
    }

    public static void FTruncate(int file, long length)
    {
        nint result = Repeat(SystemCall.ftruncate, file, (nint)length);
        if (result < 0)
        {
            throw Failure("setting the size of " + Operand(file), result);
        }
    }

    public static void FSync(int file)
    {
        nint result = Repeat(SystemCall.fsync, file);
        if (result < 0)
        {
            throw Failure("flushing " + Operand(file), result);
        }
    }

    public static void FChMod(int file, uint mode)
    {
        nint result = Repeat(SystemCall.fchmod, file, (nint)mode);
        if (result < 0)
        {
            throw Failure("changing the mode of " + Operand(file), result);
        }
    }

    /// <summary>Changes the owner; AT_EMPTY_PATH with an empty path means the descriptor itself.</summary>
    public static void FChOwnAt(int directory, string path, uint user, uint group, int flags)
    {
        byte* buffer = stackalloc byte[KernelString.BufferSize];
        using KernelString name = new(path, buffer);
        nint result = Repeat(SystemCall.fchownat, directory, name, (nint)user, (nint)group, flags);
        if (result < 0)
        {
            throw Failure("changing the owner of " + Operand(directory, path), result);
        }
    }

    public static void FChOwn(int file, uint user, uint group)
    {
        FChOwnAt(file, "", user, group, AT_EMPTY_PATH);
    }

    public static void Pipe2(out Descriptor readEnd, out Descriptor writeEnd, int flags = 0)
    {
        int* ends = stackalloc int[2];
        nint result = Repeat(SystemCall.pipe2, (nint)ends, flags | O_CLOEXEC);
        if (result < 0)
        {
            throw Failure("creating a pipe", result);
        }
        readEnd = new Descriptor(ends[0]);
        writeEnd = new Descriptor(ends[1]);
    }

    public static int TryMemfdCreate(string name, uint flags)
    {
        byte* buffer = stackalloc byte[KernelString.BufferSize];
        using KernelString text = new(name, buffer);
        return (int)Repeat(SystemCall.memfd_create, text, (nint)(flags | MFD_CLOEXEC));
    }

    public static Descriptor MemfdCreate(string name, uint flags)
    {
        int result = TryMemfdCreate(name, flags);
        return result >= 0 ? new Descriptor(result) : throw Failure("creating memory file " + Quoted.Text(name), result);
    }

    public static nint TryIoctl(int file, uint request, nint argument)
    {
        return Repeat(SystemCall.ioctl, file, (nint)request, argument);
    }

    /// <param name="file">The descriptor.</param>
    /// <param name="request">TIOCSCTTY and the like.</param>
    /// <param name="argument">A number or a pointer.</param>
    /// <param name="doing">What the request does, for the message; the operand is put after it.</param>
    public static nint Ioctl(int file, uint request, nint argument, string doing)
    {
        nint result = TryIoctl(file, request, argument);
        return result >= 0 ? result : throw Failure(doing + " " + Operand(file), result);
    }

    /// <summary>The number of bytes of entries, 0 at the end; <see cref="DirectoryEntries"/> reads them.</summary>
    public static int GetDents64(int directory, Span<byte> buffer)
    {
        fixed (byte* first = buffer)
        {
            nint result = Repeat(SystemCall.getdents64, directory, (nint)first, buffer.Length);
            return result >= 0 ? (int)result : throw Failure("reading directory " + Operand(directory), result);
        }
    }

    public static void CloseRange(uint first, uint last, uint flags = 0)
    {
        nint result = Repeat(SystemCall.close_range, (nint)first, (nint)last, (nint)flags);
        if (result < 0)
        {
            throw Failure("closing descriptors from " + Decimal(first), result);
        }
    }
}
