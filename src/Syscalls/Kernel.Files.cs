using System;
using System.Text;
using static Runtime.Syscalls.Flags;

namespace Runtime.Syscalls;

/// <summary>open(2), read(2), write(2) and whole files.</summary>
public static unsafe partial class Kernel
{
    private const int ChunkSize = 4096;
    private const int LargestHint = 1 << 20;
    private const int ResolveAttempts = 128;
    private const int LongestShownValue = 80;

    /// <summary>The new descriptor, or −errno.</summary>
    public static int TryOpenAt(int directory, string path, int flags, uint mode = 0)
    {
        byte* buffer = stackalloc byte[KernelString.BufferSize];
        using KernelString name = new(path, buffer);
        return (int)Repeat(SystemCall.openat, directory, name, flags | O_CLOEXEC, (nint)mode);
    }

    public static Descriptor OpenAt(int directory, string path, int flags, uint mode = 0)
    {
        int result = TryOpenAt(directory, path, flags, mode);
        return result >= 0 ? new Descriptor(result) : throw Failure(Opening(flags, Operand(directory, path)), result);
    }

    public static Descriptor Open(string path, int flags, uint mode = 0)
    {
        return OpenAt(AT_FDCWD, path, flags, mode);
    }

    /// <summary>The new descriptor, or −errno; <paramref name="resolve"/> is made of RESOLVE_ flags.</summary>
    public static int TryOpenAt2(int directory, string path, int flags, ulong resolve, uint mode = 0)
    {
        byte* buffer = stackalloc byte[KernelString.BufferSize];
        using KernelString name = new(path, buffer);
        open_how how = new() { flags = (uint)(flags | O_CLOEXEC), mode = mode, resolve = resolve };
        // EAGAIN: the kernel could not prove that ".." stayed inside while something was being renamed (openat2(2)).
        // Whoever renames could go on for ever, so the attempts are counted.
        nint result = -Errno.EAGAIN;
        for (int attempt = 0; attempt < ResolveAttempts && result == -Errno.EAGAIN; attempt++)
        {
            result = Repeat(SystemCall.openat2, directory, name, (nint)(&how), sizeof(open_how));
        }
        return (int)result;
    }

    public static Descriptor OpenAt2(int directory, string path, int flags, ulong resolve, uint mode = 0)
    {
        int result = TryOpenAt2(directory, path, flags, resolve, mode);
        if (result >= 0)
        {
            return new Descriptor(result);
        }
        string operand = (resolve & RESOLVE_IN_ROOT) != 0 ? Beneath(directory, path) : Operand(directory, path);
        throw Failure(Opening(flags, operand), result);
    }

    /// <summary>The number of bytes read, 0 at the end, or −errno.</summary>
    public static int TryRead(int file, Span<byte> buffer)
    {
        fixed (byte* bytes = buffer)
        {
            return (int)Repeat(SystemCall.read, file, (nint)bytes, buffer.Length);
        }
    }

    public static int Read(int file, Span<byte> buffer)
    {
        int result = TryRead(file, buffer);
        return result >= 0 ? result : throw Failure("reading " + Operand(file), result);
    }

    public static int PRead(int file, Span<byte> buffer, long offset)
    {
        fixed (byte* bytes = buffer)
        {
            nint result = Repeat(SystemCall.pread64, file, (nint)bytes, buffer.Length, (nint)offset);
            return result >= 0 ? (int)result : throw Failure("reading " + Operand(file), result);
        }
    }

    /// <summary>The number of bytes written, which may be fewer than given, or −errno.</summary>
    public static int TryWrite(int file, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* first = bytes)
        {
            return (int)Repeat(SystemCall.write, file, (nint)first, bytes.Length);
        }
    }

    /// <summary>Writes everything, in as few calls as the kernel lets.</summary>
    public static void Write(int file, ReadOnlySpan<byte> bytes)
    {
        int result = TryWriteEverything(file, bytes);
        if (result < 0)
        {
            throw Failure(Writing(bytes, Operand(file)), result);
        }
    }

    /// <summary>Fills the buffer from the beginning of a file; the number of bytes, or −errno. For files of the kernel that are read often.</summary>
    public static int TryReadFile(int directory, string path, Span<byte> buffer)
    {
        int file = TryOpenAt(directory, path, O_RDONLY);
        if (file < 0)
        {
            return file;
        }
        int result = TryFill(file, buffer);
        _ = RawCall.InvokeBlocking(SystemCall.close, file);
        return result;
    }

    public static byte[] ReadAll(int directory, string path)
    {
        using Descriptor file = OpenAt(directory, path, O_RDONLY);
        return ReadAll(file.Number);
    }

    public static byte[] ReadAll(string path)
    {
        return ReadAll(AT_FDCWD, path);
    }

    /// <summary>Reads to the end. Files of proc, sysfs and cgroups do not tell their size, so it is only a hint.</summary>
    public static byte[] ReadAll(int file)
    {
        Span<byte> chunk = stackalloc byte[ChunkSize];
        int length = Filled(file, chunk);
        if (length < ChunkSize)
        {
            return chunk[..length].ToArray();
        }
        // Touching fresh memory costs more than the call: where the size is known, no byte more is allocated.
        ulong size = FStat(file, STATX_SIZE).stx_size;
        byte[] bytes = new byte[size is > ChunkSize and < LargestHint ? size : ChunkSize * 4];
        chunk.CopyTo(bytes);
        while (true)
        {
            length += Filled(file, bytes.AsSpan(length));
            if (length < bytes.Length)
            {
                Array.Resize(ref bytes, length);
                return bytes;
            }
            int more = Filled(file, chunk);
            if (more == 0)
            {
                return bytes;
            }
            Array.Resize(ref bytes, checked(bytes.Length * 2));
            chunk[..more].CopyTo(bytes.AsSpan(length));
            length += more;
        }
    }

    public static string ReadText(int directory, string path)
    {
        return Encoding.UTF8.GetString(ReadAll(directory, path));
    }

    public static string ReadText(string path)
    {
        return ReadText(AT_FDCWD, path);
    }

    /// <summary>Writes to a file that exists, without truncating it: what cgroup and proc files want. 0, or −errno.</summary>
    public static int TryWriteAll(int directory, string path, ReadOnlySpan<byte> bytes)
    {
        int file = TryOpenAt(directory, path, O_WRONLY);
        if (file < 0)
        {
            return file;
        }
        int result = TryWriteEverything(file, bytes);
        _ = RawCall.InvokeBlocking(SystemCall.close, file);
        return result;
    }

    public static void WriteAll(int directory, string path, ReadOnlySpan<byte> bytes)
    {
        int result = TryWriteAll(directory, path, bytes);
        if (result < 0)
        {
            throw Failure(Writing(bytes, Operand(directory, path)), result);
        }
    }

    public static void WriteAll(string path, ReadOnlySpan<byte> bytes)
    {
        WriteAll(AT_FDCWD, path, bytes);
    }

    private static int TryWriteEverything(int file, ReadOnlySpan<byte> bytes)
    {
        do
        {
            // At least one write, however empty: to a file of the kernel that too is a message.
            int written = TryWrite(file, bytes);
            if (written < 0)
            {
                return written;
            }
            bytes = bytes[written..];
        }
        while (!bytes.IsEmpty);
        return 0;
    }

    private static int TryFill(int file, Span<byte> buffer)
    {
        int length = 0;
        while (length < buffer.Length)
        {
            int read = TryRead(file, buffer[length..]);
            if (read <= 0)
            {
                return read < 0 ? read : length;
            }
            length += read;
        }
        return length;
    }

    private static int Filled(int file, Span<byte> buffer)
    {
        int result = TryFill(file, buffer);
        return result >= 0 ? result : throw Failure("reading " + Operand(file), result);
    }

    private static string Opening(int flags, string operand)
    {
        if ((flags & O_CREAT) != 0)
        {
            return "creating " + operand;
        }
        if ((flags & (O_PATH | O_DIRECTORY)) != 0)
        {
            return "opening " + operand;
        }
        return (flags & O_ACCMODE) switch
        {
            O_RDONLY => "opening " + operand + " for reading",
            O_WRONLY => "opening " + operand + " for writing",
            _ => "opening " + operand + " for reading and writing",
        };
    }

    private static string Writing(ReadOnlySpan<byte> bytes, string operand)
    {
        return bytes.Length <= LongestShownValue
            ? "writing " + Quoted.Text(Encoding.UTF8.GetString(bytes)) + " to " + operand
            : "writing " + operand;
    }
}
