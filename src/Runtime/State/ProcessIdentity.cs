using System;
using Runtime.Syscalls;

namespace Runtime.State;

/// <summary>A process that no other can be mistaken for: pids are reused, a pid with its start time is not.</summary>
/// <param name="pid">As the host sees it.</param>
/// <param name="startTime">In clock ticks since boot.</param>
internal readonly struct ProcessIdentity(int pid, ulong startTime)
{
    public int Pid { get; } = pid;

    public ulong StartTime { get; } = startTime;

    /// <summary>Who has this pid now; null if nobody, or only a zombie.</summary>
    public static ProcessIdentity? Find(int pid)
    {
        if (pid <= 0)
        {
            return null;
        }

        // proc(5): 52 fields, of which the second, the name, has at most 64 bytes; what is needed stands in the first half.
        Span<byte> buffer = stackalloc byte[512];
        int length = Kernel.TryReadFile(Flags.AT_FDCWD, $"/proc/{pid}/stat", buffer);
        if (length is -Errno.ENOENT or -Errno.ESRCH)
        {
            return null;
        }

        if (length < 0)
        {
            throw new KernelException($"reading \"/proc/{pid}/stat\"", -length);
        }

        return Parse(pid, buffer[..length]);
    }

    /// <summary>Is it still there, and not a zombie?</summary>
    public bool IsAlive() => Find(Pid) is ProcessIdentity now && now.StartTime == StartTime;

    /// <summary>A pidfd of this very process, or null if it is gone.</summary>
    public Descriptor? Open()
    {
        if (Pid <= 0)
        {
            return null;
        }

        int number = Kernel.TryPidfdOpen(Pid);
        if (number == -Errno.ESRCH)
        {
            return null;
        }

        if (number < 0)
        {
            throw new KernelException($"opening process {Pid}", -number);
        }

        // Only after the descriptor is there does the start time tell whose it is.
        var process = new Descriptor(number);
        if (IsAlive())
        {
            return process;
        }

        process.Dispose();
        return null;
    }

    private static ProcessIdentity? Parse(int pid, ReadOnlySpan<byte> line)
    {
        const int StateField = 3;
        const int StartTimeField = 22;

        // The name may contain spaces and parentheses, so the fields are counted from the last one.
        line = line[(line.LastIndexOf((byte)')') + 2)..];
        if (line[0] is (byte)'Z' or (byte)'X')
        {
            return null;
        }

        for (int field = StateField; field < StartTimeField; field++)
        {
            line = line[(line.IndexOf((byte)' ') + 1)..];
        }

        ulong startTime = 0;
        foreach (byte digit in line[..line.IndexOf((byte)' ')])
        {
            startTime = (startTime * 10) + digit - '0';
        }

        return new ProcessIdentity(pid, startTime);
    }
}
