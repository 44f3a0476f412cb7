using System;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

using Runtime.Shim.Loop;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Shim.Death;

/// <summary>Tells when the kernel kills in a cgroup for want of memory.</summary>
internal sealed class OomWatch : IDisposable
{
    private readonly Cgroup _cgroup;
    private readonly Action _happened;
    private readonly Descriptor _ready;
    private readonly Descriptor? _control;
    private readonly Watch? _watch;
    private ulong _kills;

    private OomWatch(EventLoop loop, Cgroup cgroup, Descriptor ready, Descriptor? control, Action happened)
    {
        _cgroup = cgroup;
        _ready = ready;
        _control = control;
        _happened = happened;
        _kills = Kills();
        _watch = loop.Add(ready.Number, control is null ? EPOLLPRI : EPOLLIN, _ => Look());
    }

    /// <summary>Whether it has happened: asked once more at the end, when the loop may not have been told yet.</summary>
    public bool HasHappened { get; private set; }

    /// <returns>Null where the cgroup is gone already or has no memory controller.</returns>
    public static OomWatch? Start(EventLoop loop, Cgroup cgroup, Action happened)
    {
        if (cgroup.Directory("memory") is not string directory)
        {
            return null;
        }

        if (cgroup.IsUnified)
        {
            // Ready, with POLLPRI, whenever it has changed since it was read (cgroup-v2.rst, memory.events).
            int events = Kernel.TryOpenAt(AT_FDCWD, directory + "/memory.events", O_RDONLY);
            return events < 0 ? null : new OomWatch(loop, cgroup, new Descriptor(events), null, happened);
        }

        int control = Kernel.TryOpenAt(AT_FDCWD, directory + "/memory.oom_control", O_RDONLY);
        if (control < 0)
        {
            return null;
        }

        Descriptor counter = Kernel.EventFd(EFD_NONBLOCK);
        string registration = string.Create(CultureInfo.InvariantCulture, $"{counter.Number} {control}");
        if (Kernel.TryWriteAll(AT_FDCWD, directory + "/cgroup.event_control", Encoding.ASCII.GetBytes(registration)) < 0)
        {
            counter.Dispose();
            Kernel.Close(control);
            return null;
        }

        return new OomWatch(loop, cgroup, counter, new Descriptor(control), happened);
    }

    public void Look()
    {
        if (_control is not null)
        {
            // The kernel writes before it kills, and once more when the cgroup is removed (cgroup-v1/memory.rst, OOM Control).
            Span<byte> count = stackalloc byte[sizeof(ulong)];
            bool hasCounted = Kernel.TryRead(_ready.Number, count) == sizeof(ulong) && BinaryPrimitives.ReadUInt64LittleEndian(count) > 0;
            if (hasCounted && _cgroup.Exists("memory"))
            {
                Tell();
            }

            return;
        }

        ulong kills = Kills();
        if (kills > _kills)
        {
            _kills = kills;
            Tell();
        }
    }

    public void Dispose()
    {
        _watch?.Dispose();
        _ready.Dispose();
        _control?.Dispose();
    }

    private void Tell()
    {
        HasHappened = true;
        _happened();
    }

    // Reading it is also what makes the descriptor wait for the next change. Removed, it answers ENODEV and stays ready until it is disposed at the container's end.
    private ulong Kills()
    {
        if (_control is not null)
        {
            return 0;
        }

        Span<byte> text = stackalloc byte[512];
        nint length;
        unsafe
        {
            fixed (byte* first = text)
            {
                length = RawCall.InvokeBlocking(SystemCall.pread64, _ready.Number, (nint)first, text.Length, 0);
            }
        }

        if (length < 0)
        {
            _watch?.Change(0);
            return _kills;
        }

        ReadOnlySpan<byte> events = text[..(int)length];
        int at = events.IndexOf("oom_kill "u8);
        return at >= 0 && Utf8Parser.TryParse(events[(at + "oom_kill ".Length)..], out ulong kills, out _) ? kills : 0;
    }
}
