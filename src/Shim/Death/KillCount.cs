using System;
using System.Buffers.Text;

using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Shim.Death;

/// <summary>How many processes the kernel has killed in a cgroup of v2, and below it, for want of memory: oom_kill of memory.events (cgroup-v2.rst).</summary>
internal sealed class KillCount : IDisposable
{
    private readonly Descriptor _events;

    private KillCount(int events)
    {
        _events = new Descriptor(events);
    }

    /// <summary>Ready, with POLLPRI, whenever the file has changed since it was read.</summary>
    public int Number => _events.Number;

    /// <returns>Null where there is no such cgroup, or none that controls memory.</returns>
    public static KillCount? TryOpen(string directory)
    {
        int events = Kernel.TryOpenAt(AT_FDCWD, directory + "/memory.events", O_RDONLY);
        return events < 0 ? null : new KillCount(events);
    }

    /// <returns>Null if the cgroup has been removed (ENODEV).</returns>
    public unsafe ulong? Read()
    {
        Span<byte> text = stackalloc byte[512];
        nint length;
        fixed (byte* first = text)
        {
            length = RawCall.InvokeBlocking(SystemCall.pread64, Number, (nint)first, text.Length, 0);
        }

        if (length < 0)
        {
            return null;
        }

        ReadOnlySpan<byte> events = text[..(int)length];
        int at = events.IndexOf("oom_kill "u8);
        return at >= 0 && Utf8Parser.TryParse(events[(at + "oom_kill ".Length)..], out ulong kills, out _) ? kills : 0;
    }

    public void Dispose()
    {
        _events.Dispose();
    }
}
