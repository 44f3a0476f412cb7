using System;
using System.Text;
using static Runtime.Syscalls.Flags;

namespace Runtime.Syscalls;

/// <summary>A file system before it is mounted: fsopen(2), fsconfig(2), fsmount(2).</summary>
public static unsafe partial class Kernel
{
    public static int TryFsOpen(string type)
    {
        byte* buffer = stackalloc byte[KernelString.BufferSize];
        using KernelString name = new(type, buffer);
        return (int)Repeat(SystemCall.fsopen, name, (nint)FSOPEN_CLOEXEC);
    }

    public static Descriptor FsOpen(string type)
    {
        int result = TryFsOpen(type);
        return result >= 0 ? new Descriptor(result) : throw Failure("preparing a file system " + Quoted.Text(type), result);
    }

    public static void FsConfigFlag(int context, string key)
    {
        nint result = FsConfig(context, FSCONFIG_SET_FLAG, key, null, 0);
        if (result < 0)
        {
            throw Failure("setting the option " + Quoted.Text(key) + " of a file system", result, Complaint(context));
        }
    }

    public static void FsConfigString(int context, string key, string value)
    {
        nint result = FsConfig(context, FSCONFIG_SET_STRING, key, value, 0);
        if (result < 0)
        {
            throw Failure("setting the option " + Quoted.Text(key + "=" + value) + " of a file system", result, Complaint(context));
        }
    }

    public static void FsConfigDescriptor(int context, string key, int file)
    {
        nint result = FsConfig(context, FSCONFIG_SET_FD, key, null, file);
        if (result < 0)
        {
            throw Failure("setting the option " + Quoted.Text(key) + " of a file system to " + Operand(file), result, Complaint(context));
        }
    }

    public static void FsConfigCreate(int context)
    {
        nint result = FsConfig(context, FSCONFIG_CMD_CREATE, null, null, 0);
        if (result < 0)
        {
            throw Failure("creating a file system", result, Complaint(context));
        }
    }

    public static void FsConfigReconfigure(int context)
    {
        nint result = FsConfig(context, FSCONFIG_CMD_RECONFIGURE, null, null, 0);
        if (result < 0)
        {
            throw Failure("changing a file system", result, Complaint(context));
        }
    }

    /// <summary>A mount that is not attached anywhere yet; <paramref name="attributes"/> are MOUNT_ATTR_ flags.</summary>
    public static Descriptor FsMount(int context, ulong attributes)
    {
        nint result = Repeat(SystemCall.fsmount, context, (nint)FSMOUNT_CLOEXEC, (nint)attributes);
        return result >= 0 ? new Descriptor((int)result) : throw Failure("mounting a file system", result, Complaint(context));
    }

    private static nint FsConfig(int context, uint command, string? key, string? value, int file)
    {
        byte* keyBuffer = stackalloc byte[KernelString.BufferSize];
        byte* valueBuffer = stackalloc byte[KernelString.BufferSize];
        using KernelString keyText = new(key, keyBuffer);
        using KernelString valueText = new(value, valueBuffer);
        return Repeat(SystemCall.fsconfig, context, (nint)command, keyText, valueText, file);
    }

    /// <summary>The file system's own words for the refusal, which it leaves to be read from the context: "e tmpfs: Bad value for 'size'".</summary>
    private static string? Complaint(int context)
    {
        Span<byte> text = stackalloc byte[ChunkSize];
        int length = TryRead(context, text);
        return length > 2 ? Encoding.UTF8.GetString(text[2..length]).TrimEnd('\n') : null;
    }
}
