using System;

using Runtime.Shim.Loop;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Shim.Streams;

/// <summary>A pipe, fifo, terminal, socket or file, written without blocking. What it does not take at once is kept and makes the sink full.</summary>
internal sealed class DescriptorSink : Sink
{
    private const int RetryMilliseconds = 500;

    private readonly EventLoop _loop;
    private readonly bool _mayClose;
    private Descriptor? _file;
    private byte[] _kept = [];
    private int _keptLength;
    private Watch? _watch;
    private Alarm? _retry;
    private bool _isEnding;
    private bool _isClosed;

    /// <param name="loop">Waits until it can be written.</param>
    /// <param name="file">Must be non-blocking and becomes the sink's; null: comes later by <see cref="Open"/>, until when the sink is full.</param>
    /// <param name="closesAtEnd">False for a terminal, whose master is read as well: its end is not the end of the input.</param>
    public DescriptorSink(EventLoop loop, Descriptor? file, bool closesAtEnd = true)
    {
        _loop = loop;
        _file = file;
        _mayClose = closesAtEnd;
    }

    /// <summary>Called once, when it is closed: because all was delivered after <see cref="End"/>, or because nobody reads (EPIPE).</summary>
    public Action? Closed { get; set; }

    public override bool IsFull => !_isClosed && (_file is null || _keptLength > 0);

    public void Open(Descriptor file)
    {
        if (_isClosed)
        {
            file.Dispose();
            return;
        }

        _file = file;
        Flush();
        TellDrained();
    }

    public override void Write(ReadOnlySpan<byte> bytes)
    {
        if (_isClosed)
        {
            return; // as a pipe without a reader: what is written to it is lost
        }

        int written = _keptLength > 0 ? 0 : TryWrite(bytes);
        if (written < bytes.Length && !_isClosed)
        {
            Keep(bytes[written..]);
        }
    }

    public override void End()
    {
        _isEnding = true;
        if (!IsFull && _mayClose)
        {
            Close();
        }
    }

    public override void Close()
    {
        if (_isClosed)
        {
            return;
        }

        _isClosed = true;
        _watch?.Dispose();
        _retry?.Dispose();
        _file?.Dispose();
        _kept = [];
        _keptLength = 0;
        Closed?.Invoke();
        TellDrained();
    }

    private int TryWrite(ReadOnlySpan<byte> bytes)
    {
        int written = 0;
        while (written < bytes.Length)
        {
            int result = Kernel.TryWrite(_file!.Number, bytes[written..]);
            if (result > 0)
            {
                written += result;
                continue;
            }

            switch (-result)
            {
                case Errno.EAGAIN:
                    _watch ??= _loop.Add(_file.Number, EPOLLOUT, _ => Flush());
                    return written;
                case Errno.ENOSPC or Errno.EDQUOT:
                    // A full disk is a slow reader: the container waits until somebody has made room.
                    _retry ??= _loop.After(RetryMilliseconds, Retry);
                    return written;
                case Errno.EPIPE or Errno.ECONNRESET or Errno.EIO:
                    Close(); // nobody reads any more
                    return written;
                default:
                    int errno = -result;
                    Close();
                    throw new KernelException("writing output", errno);
            }
        }

        return written;
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        if (_kept.Length < _keptLength + bytes.Length)
        {
            Array.Resize(ref _kept, _keptLength + bytes.Length);
        }

        bytes.CopyTo(_kept.AsSpan(_keptLength));
        _keptLength += bytes.Length;
    }

    private void Retry()
    {
        _retry = null;
        Flush();
    }

    private void Flush()
    {
        int written = TryWrite(_kept.AsSpan(0, _keptLength));
        if (_isClosed)
        {
            return;
        }

        _kept.AsSpan(written, _keptLength - written).CopyTo(_kept);
        _keptLength -= written;
        if (_keptLength > 0)
        {
            return;
        }

        _kept = []; // a slow reader is the exception: idle memory is not
        _watch?.Dispose();
        _watch = null;
        if (_isEnding && _mayClose)
        {
            Close();
        }
        else
        {
            TellDrained();
        }
    }
}
