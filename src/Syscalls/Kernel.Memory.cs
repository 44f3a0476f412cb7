using System;
using System.Runtime.InteropServices;

using static Runtime.Syscalls.Flags;

namespace Runtime.Syscalls;

/// <summary>mmap(2), madvise(2), getrandom(2), clock_gettime(2), bpf(2).</summary>
public static unsafe partial class Kernel
{
    /// <summary>The address, or −errno. An address is never in the last page, so the two cannot be confused.</summary>
    public static nint TryMMap(nint address, nuint length, int protection, int flags, int file, long offset)
    {
        return Repeat(SystemCall.mmap, address, (nint)length, protection, flags, file, (nint)offset);
    }

    public static void* MMap(nint address, nuint length, int protection, int flags, int file, long offset)
    {
        nint result = TryMMap(address, length, protection, flags, file, offset);
        if (result is < 0 and > -ChunkSize)
        {
            throw Failure("mapping " + (file < 0 ? "memory" : Operand(file)), result);
        }
        return (void*)result;
    }

    public static void MUnmap(void* address, nuint length)
    {
        nint result = Repeat(SystemCall.munmap, (nint)address, (nint)length);
        if (result < 0)
        {
            throw Failure("unmapping memory", result);
        }
    }

    /// <summary>
    /// Brings pages in at once that would cost a fault each. Advice: where a kernel before 5.14 does not know it, or not all of the
    /// memory is there to be written, the rest comes as it is touched.
    /// </summary>
    /// <param name="address">Where the memory starts; its page is the first.</param>
    /// <param name="length">In bytes; the page of the last one is the last.</param>
    public static void Prefault(void* address, nuint length)
    {
        const nint Page = 4096;
        nint first = (nint)address & -Page;
        RawCall.Invoke(SystemCall.madvise, first, ((nint)address + (nint)length - first + Page - 1) & -Page, MADV_POPULATE_WRITE);
    }

    public static void GetRandom(Span<byte> bytes)
    {
        fixed (byte* first = bytes)
        {
            int filled = 0;
            while (filled < bytes.Length)
            {
                nint result = Repeat(SystemCall.getrandom, (nint)(first + filled), bytes.Length - filled);
                if (result < 0)
                {
                    throw Failure("asking for random bytes", result);
                }
                filled += (int)result;
            }
        }
    }

    public static timespec ClockGetTime(int clock)
    {
        timespec time;
        nint result = RawCall.Invoke(SystemCall.clock_gettime, clock, (nint)(&time));
        return result >= 0 ? time : throw Failure("reading clock " + Decimal(clock), result);
    }

    /// <summary>How many seconds east of Greenwich the clocks of this machine's time zone were at a time.</summary>
    public static int UtcOffset(long time)
    {
        const int OffsetOfGmtoff = 40; // in the C library's struct tm, after nine ints and padding
        byte* broken = stackalloc byte[64];
        return localtime_r(&time, broken) is null ? 0 : (int)*(long*)(broken + OffsetOfGmtoff);
    }

    [LibraryImport("libc")]
    private static partial void* localtime_r(long* time, byte* broken);

    /// <summary>The result of a bpf(2) command, or −errno; <paramref name="attributes"/> is one of the <c>bpf_attr_…</c>.</summary>
    public static int TryBpf(int command, void* attributes, int size)
    {
        return (int)Repeat(SystemCall.bpf, command, (nint)attributes, size);
    }

    /// <param name="command">BPF_PROG_LOAD and the like.</param>
    /// <param name="attributes">One of the <c>bpf_attr_…</c>.</param>
    /// <param name="size">Its size.</param>
    /// <param name="doing">What the command does, with its operand, for the message.</param>
    public static int Bpf(int command, void* attributes, int size, string doing)
    {
        int result = TryBpf(command, attributes, size);
        return result >= 0 ? result : throw Failure(doing, result);
    }
}
