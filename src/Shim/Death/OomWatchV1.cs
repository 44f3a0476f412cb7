using System;
using System.Buffers.Binary;
using System.Globalization;
using System.Text;

using Runtime.Shim.Loop;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Shim.Death;

/// <summary>By an eventfd that the kernel writes before it kills, and once more when the cgroup is removed (cgroup-v1/memory.rst, OOM Control).</summary>
internal sealed class OomWatchV1 : OomWatch
{
    private readonly string _directory;
    private readonly Descriptor _counter;
    private readonly Descriptor _control;
    private readonly Watch _watch;

    private OomWatchV1(EventLoop loop, string directory, Descriptor counter, Descriptor control, Action happened)
        : base(happened)
    {
        _directory = directory;
        _counter = counter;
        _control = control;
        _watch = loop.Add(counter.Number, EPOLLIN, _ => Look());
    }

    public static OomWatchV1? Start(EventLoop loop, string directory, Action happened)
    {
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

        return new OomWatchV1(loop, directory, counter, new Descriptor(control), happened);
    }

    public override void End(int status)
    {
        Look();
    }

    public override void Dispose()
    {
        _watch.Dispose();
        _counter.Dispose();
        _control.Dispose();
    }

    private void Look()
    {
        Span<byte> count = stackalloc byte[sizeof(ulong)];
        bool hasCounted = Kernel.TryRead(_counter.Number, count) == sizeof(ulong) && BinaryPrimitives.ReadUInt64LittleEndian(count) > 0;
        if (hasCounted && Kernel.TryStat(_directory, out _) == 0)
        {
            Tell();
        }
    }
}
