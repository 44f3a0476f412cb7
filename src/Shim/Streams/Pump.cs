using System;

using Runtime.Shim.Loop;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Shim.Streams;

/// <summary>Carries bytes from a descriptor to its sinks, and rests while one of them is full.</summary>
internal sealed class Pump : IDisposable
{
    private const int ChunkSize = 32768;
    private const int ChunksAtOnce = 8; // then the others have their turn
    private const int TerminalPauseMilliseconds = 100;

    // One for all: there is one thread, and sinks copy what they keep.
    private static readonly byte[] s_chunk = new byte[ChunkSize];

    private readonly EventLoop _loop;
    private readonly Descriptor _source;
    private readonly Sink[] _sinks;
    private readonly bool _isTerminal;
    private Watch? _watch;
    private Alarm? _pause;
    private bool _isFinishing;
    private bool _isAlwaysReady;

    /// <param name="loop">Waits until there is something to read.</param>
    /// <param name="source">Must be non-blocking and becomes the pump's.</param>
    /// <param name="isTerminal">The master of one: while nobody has the slave open it answers EIO, and that is not the end (pty(7)).</param>
    /// <param name="sinks">All of them get everything.</param>
    public Pump(EventLoop loop, Descriptor source, bool isTerminal, params Sink[] sinks)
    {
        _loop = loop;
        _source = source;
        _isTerminal = isTerminal;
        _sinks = sinks;
        foreach (Sink sink in sinks)
        {
            sink.Drained += Resume;
        }

        Resume();
    }

    public bool HasEnded { get; private set; }

    /// <summary>Called once: everything was given to the sinks, which were told so.</summary>
    public Action? Ended { get; set; }

    /// <summary>The process that wrote is gone: what is there is still carried, and silence is the end.</summary>
    public void Finish()
    {
        _isFinishing = true;
        if (_pause is not null)
        {
            _pause.Dispose();
            _pause = null;
            Resume();
        }
        else if (!HasEnded && !AnyIsFull())
        {
            Carry(EPOLLIN);
        }
    }

    /// <summary>At once: what was not read yet is lost.</summary>
    public void Dispose()
    {
        End();
    }

    private void Carry(uint events)
    {
        for (int i = 0; i < ChunksAtOnce && !HasEnded; i++)
        {
            if (AnyIsFull())
            {
                // Not merely without events: epoll(7) reports a hang-up whether it is asked for or not.
                _watch?.Dispose();
                _watch = null;
                return;
            }

            int count = Kernel.TryRead(_source.Number, s_chunk);
            if (count <= 0)
            {
                Stall(count);
                return;
            }

            foreach (Sink sink in _sinks)
            {
                sink.Write(s_chunk.AsSpan(0, count));
            }

            if (count < ChunkSize && !_isFinishing)
            {
                return; // that was all: the loop tells when there is more, at the price of no call that would only say so
            }
        }
    }

    private void Stall(int count)
    {
        if (count == -Errno.EAGAIN)
        {
            if (_isFinishing)
            {
                End();
            }
        }
        else if (_isTerminal && !_isFinishing)
        {
            _watch?.Dispose();
            _watch = null;
            _pause ??= _loop.After(TerminalPauseMilliseconds, () =>
            {
                _pause = null;
                Resume();
            });
        }
        else
        {
            int errno = count is 0 or -Errno.EIO ? 0 : -count;
            End();
            if (errno != 0)
            {
                throw new KernelException("reading output", errno);
            }
        }
    }

    private void Resume()
    {
        if (!HasEnded && _watch is null && _pause is null && !AnyIsFull())
        {
            Watch();
            if (_isFinishing)
            {
                _loop.Post(() => Carry(EPOLLIN)); // silence is no event
            }
        }
    }

    private void Watch()
    {
        if (!_isAlwaysReady)
        {
            try
            {
                _watch = _loop.Add(_source.Number, EPOLLIN, Carry);
                return;
            }
            catch (KernelException e) when (e.Errno == Errno.EPERM)
            {
                _isAlwaysReady = true; // a file, which epoll(7) does not take
            }
        }

        _pause = _loop.After(1, () =>
        {
            _pause = null;
            Carry(EPOLLIN);
            Resume();
        });
    }

    private bool AnyIsFull()
    {
        foreach (Sink sink in _sinks)
        {
            if (sink.IsFull)
            {
                return true;
            }
        }

        return false;
    }

    private void End()
    {
        if (HasEnded)
        {
            return;
        }

        HasEnded = true;
        _watch?.Dispose();
        _pause?.Dispose();
        _source.Dispose();
        foreach (Sink sink in _sinks)
        {
            sink.Drained -= Resume;
            sink.End();
        }

        Ended?.Invoke();
    }
}
