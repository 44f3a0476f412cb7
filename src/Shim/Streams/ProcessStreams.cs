using System;

using Runtime.Shim.Loop;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Shim.Streams;

/// <summary>
/// Standard input, output and error of one process, over pipes or a terminal. This end outlives every client: what the process writes goes to sinks, and what is
/// written to <see cref="Input"/> it reads.
/// </summary>
internal sealed class ProcessStreams : IDisposable
{
    private readonly EventLoop _loop;
    private readonly Descriptor?[] _childEnds = new Descriptor?[3];
    private readonly Sink? _outputSink;
    private readonly Sink? _errorSink;
    private Pump? _output;
    private Pump? _error;

    private ProcessStreams(EventLoop loop, bool isTerminal, Sink? output, Sink? error)
    {
        _loop = loop;
        IsTerminal = isTerminal;
        _outputSink = output;
        _errorSink = error;
        foreach (Sink? sink in new[] { output, error })
        {
            if (sink is not null)
            {
                sink.Drained += TellDrained;
            }
        }
    }

    public bool IsTerminal { get; }

    /// <summary>Null where the process has none, and until <see cref="TakeTerminal"/>.</summary>
    public DescriptorSink? Input { get; private set; }

    /// <summary>Null without one, and before the runtime has sent it.</summary>
    public Terminal? Terminal { get; private set; }

    /// <summary>Called when all output has reached the clients, perhaps more than once.</summary>
    public Action? Drained { get; set; }

    public bool HasDrained => _output is null or { HasEnded: true } && _error is null or { HasEnded: true }
        && _outputSink is null or { IsFull: false } && _errorSink is null or { IsFull: false };

    /// <summary>Three pipes; null is /dev/null.</summary>
    /// <param name="loop">Carries the bytes.</param>
    /// <param name="hasInput">Whether there is standard input.</param>
    /// <param name="output">Gets standard output.</param>
    /// <param name="error">Gets standard error; may be the sink of standard output.</param>
    public static ProcessStreams OverPipes(EventLoop loop, bool hasInput, Sink? output, Sink? error)
    {
        ProcessStreams streams = new(loop, false, output, error);
        if (hasInput)
        {
            Kernel.Pipe2(out Descriptor read, out Descriptor write);
            streams._childEnds[0] = read;
            SetNonBlocking(write);
            streams.Input = new DescriptorSink(loop, write);
        }

        streams._output = streams.NewPump(1, output);
        streams._error = streams.NewPump(2, error);
        return streams;
    }

    /// <summary>A terminal, which the runtime makes and sends: <see cref="TakeTerminal"/>.</summary>
    public static ProcessStreams OverTerminal(EventLoop loop, Sink? output)
    {
        return new ProcessStreams(loop, true, output, null);
    }

    /// <summary>Descriptors that the logger reads itself: <paramref name="output"/> and <paramref name="error"/> become the process's own.</summary>
    public static ProcessStreams Given(EventLoop loop, Descriptor? input, Descriptor? output, Descriptor? error)
    {
        ProcessStreams streams = new(loop, false, null, null);
        streams._childEnds[0] = input;
        streams._childEnds[1] = output;
        streams._childEnds[2] = error;
        return streams;
    }

    /// <summary>What the process inherits as descriptor 0, 1 or 2; null is /dev/null.</summary>
    public Descriptor? ChildEnd(int number)
    {
        return _childEnds[number];
    }

    /// <summary>Lets a process that is not root open its streams again by /dev/stdout and the like.</summary>
    public void GiveTo(uint user, uint group)
    {
        foreach (Descriptor? end in _childEnds)
        {
            if (end is not null)
            {
                Kernel.FChOwn(end.Number, user, group);
            }
        }
    }

    /// <summary>Once the process has them; otherwise their end would never come.</summary>
    public void CloseChildEnds()
    {
        for (int i = 0; i < _childEnds.Length; i++)
        {
            _childEnds[i]?.Dispose();
            _childEnds[i] = null;
        }
    }

    /// <param name="master">What the runtime has sent; becomes this one's.</param>
    public void TakeTerminal(Descriptor master)
    {
        Terminal = new Terminal(master);
        Input = new DescriptorSink(_loop, Terminal.Duplicate(), closesAtEnd: false);
        _output = new Pump(_loop, Terminal.Duplicate(), isTerminal: true, _outputSink is null ? [] : [_outputSink]) { Ended = TellDrained };
    }

    /// <summary>The process is gone: what it wrote to its terminal is all there will be. Others may still hold its pipes.</summary>
    public void Finish()
    {
        if (IsTerminal)
        {
            _output?.Finish();
        }
    }

    /// <summary>The process is gone, and what others write to its pipes from now on is not waited for.</summary>
    public void FinishAll()
    {
        _output?.Finish();
        _error?.Finish();
    }

    public void Dispose()
    {
        CloseChildEnds();
        Input?.Close();
        _output?.Dispose();
        _error?.Dispose();
        _outputSink?.Close();
        _errorSink?.Close();
        Terminal?.Close();
    }

    private Pump? NewPump(int number, Sink? sink)
    {
        if (sink is null)
        {
            return null;
        }

        Kernel.Pipe2(out Descriptor read, out Descriptor write);
        _childEnds[number] = write;
        SetNonBlocking(read);
        return new Pump(_loop, read, isTerminal: false, sink) { Ended = TellDrained };
    }

    // Not by a flag of pipe2(2), which would make the container's end non-blocking as well.
    private static void SetNonBlocking(Descriptor end)
    {
        Kernel.Fcntl(end.Number, F_SETFL, O_NONBLOCK);
    }

    private void TellDrained()
    {
        if (HasDrained)
        {
            Drained?.Invoke();
        }
    }
}
