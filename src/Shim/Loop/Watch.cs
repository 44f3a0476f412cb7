using System;

namespace Runtime.Shim.Loop;

/// <summary>A descriptor that the loop waits for.</summary>
internal sealed class Watch : IDisposable
{
    private readonly EventLoop _loop;
    private bool _isDisposed;

    internal Watch(EventLoop loop, int descriptor, uint generation, Action<uint> ready)
    {
        _loop = loop;
        Descriptor = descriptor;
        Generation = generation;
        Ready = ready;
    }

    internal int Descriptor { get; }

    internal uint Generation { get; }

    internal Action<uint> Ready { get; }

    /// <summary>Waits for other events from now on.</summary>
    public void Change(uint events)
    {
        _loop.Change(this, events);
    }

    /// <summary>Before the descriptor is closed: epoll(7) would go on for its duplicates.</summary>
    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            _loop.Remove(this);
        }
    }
}
