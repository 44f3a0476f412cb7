using System;

using Runtime.Shim.Loop;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Shim.Streams;

/// <summary>
/// A client's fifo. The shim holds its other end as well, so that a client may go and another come: without it the container would get SIGPIPE, or an end of
/// input, when containerd restarts.
/// </summary>
internal sealed class Fifo : IDisposable
{
    private const int FirstRetryMilliseconds = 5;
    private const int LongestRetryMilliseconds = 500;

    private readonly EventLoop _loop;
    private readonly string _path;
    private Descriptor? _otherEnd;
    private Alarm? _retry;
    private bool _isClosed;

    private Fifo(EventLoop loop, string path)
    {
        _loop = loop;
        _path = path;
    }

    /// <summary>For output. A path that is no fifo is a file, to which is appended.</summary>
    /// <param name="loop">Waits for the client.</param>
    /// <param name="path">Of the fifo or file.</param>
    /// <param name="sink">Full until the client has opened its end: what is written before could be lost if the stream ended before it came.</param>
    /// <returns>What must live as long as the stream; null for a file.</returns>
    public static Fifo? OpenForOutput(EventLoop loop, string path, out DescriptorSink sink)
    {
        if ((Kernel.Stat(path).stx_mode & S_IFMT) != S_IFIFO)
        {
            sink = new DescriptorSink(loop, Kernel.Open(path, O_WRONLY | O_APPEND | O_NOCTTY | O_NONBLOCK));
            return null;
        }

        Fifo fifo = new(loop, path);
        DescriptorSink opening = new(loop, null);
        opening.Closed = fifo.Dispose;
        sink = opening;
        fifo.AwaitReader(opening, FirstRetryMilliseconds);
        return fifo;
    }

    /// <summary>For input: carries it to <paramref name="sink"/> until the client has closed its end and <see cref="Dispose"/> this one.</summary>
    public static Fifo OpenForInput(EventLoop loop, string path, Sink sink)
    {
        Fifo fifo = new(loop, path);
        Descriptor read = Kernel.Open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY);
        if ((Kernel.FStat(read.Number).stx_mode & S_IFMT) == S_IFIFO)
        {
            fifo._otherEnd = Kernel.Open(path, O_WRONLY | O_NONBLOCK);
        }

        fifo.Input = new Pump(loop, read, isTerminal: false, sink);
        return fifo;
    }

    public Pump? Input { get; private set; }

    /// <summary>Closes the end that is held for a client.</summary>
    public void Dispose()
    {
        _isClosed = true;
        _retry?.Dispose();
        _otherEnd?.Dispose();
        _otherEnd = null;
    }

    private void AwaitReader(DescriptorSink sink, int milliseconds)
    {
        _retry = null;
        int write = Kernel.TryOpenAt(AT_FDCWD, _path, O_WRONLY | O_NONBLOCK);
        if (write >= 0)
        {
            _otherEnd = Kernel.Open(_path, O_RDONLY | O_NONBLOCK);
            sink.Open(new Descriptor(write));
        }
        else if (write == -Errno.ENXIO && !_isClosed)
        {
            _retry = _loop.After(milliseconds, () => AwaitReader(sink, Math.Min(milliseconds * 2, LongestRetryMilliseconds)));
        }
        else
        {
            sink.Close();
            throw new KernelException("opening " + Quoted.Text(_path) + " for writing", -write);
        }
    }
}
