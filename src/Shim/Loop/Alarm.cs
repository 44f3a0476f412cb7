using System;

namespace Runtime.Shim.Loop;

/// <summary>Something that happens later, once.</summary>
internal sealed class Alarm : IDisposable
{
    private readonly EventLoop _loop;

    internal Alarm(EventLoop loop, long due, Action ring)
    {
        _loop = loop;
        Due = due;
        Ring = ring;
    }

    internal long Due { get; }

    internal Action Ring { get; }

    public void Dispose()
    {
        _loop.Remove(this);
    }
}
