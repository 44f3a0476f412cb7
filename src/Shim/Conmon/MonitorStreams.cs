using System;
using System.Globalization;
using System.Text;

using Runtime.Shim.Birth;
using Runtime.Shim.Loop;
using Runtime.Shim.Streams;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Shim.Conmon;

/// <summary>The streams of the process, with all that reads or writes them: logs, attached clients, the fifos that resize and reopen.</summary>
internal sealed class MonitorStreams : IDisposable
{
    private const byte Output = 2;
    private const byte Error = 3;
    private const int ResizeCommand = 1;
    private const int ReopenCommand = 2;

    private readonly ContainerLog _log;
    private readonly AttachSocket? _attach;
    private readonly AttachLink? _link;
    private readonly ControlFifo? _control;
    private readonly ControlFifo? _size;
    private readonly OutputSink _output;
    private readonly OutputSink _errorOutput;
    private readonly HeldSink _error = new();
    private (ushort Columns, ushort Rows)? _earlySize;
    private bool _isClosed;

    public MonitorStreams(EventLoop loop, ConmonOptions options)
    {
        Descriptor?[] own = TakeOwn(options.Logs.PassesThrough);
        _log = new ContainerLog(loop, options);
        if (options.Bundle is string bundle && !options.Logs.PassesThrough)
        {
            _link = options.SocketDirectory is string directory ? new AttachLink(directory + "/" + options.Uuid, bundle) : null;
            _attach = new AttachSocket(loop, bundle, endsInput: options is { HasInput: true, LeavesInputOpen: false, HasTerminal: false });
            _control = new ControlFifo(loop, bundle + "/ctl", Control);
            _size = new ControlFifo(loop, bundle + "/winsz", numbers => Resize(numbers, 0));
        }

        _output = new OutputSink(_log.Output, _attach, Output);
        _errorOutput = new OutputSink(_log.Error, _attach, Error);
        Process = options.Logs.PassesThrough ? ProcessStreams.Given(loop, own[0], own[1], own[2])
            : options.HasTerminal ? ProcessStreams.OverTerminal(loop, _output)
            : ProcessStreams.OverPipes(loop, options.HasInput, _output, _error);
        Process.Drained = TellDrained;
        _output.Drained += TellDrained;
        _error.Drained += TellDrained;
        if (!Process.IsTerminal && !options.Logs.PassesThrough)
        {
            LetAnyoneOpen();
            _attach?.Open(Process.Input);
        }
    }

    public ProcessStreams Process { get; }

    /// <summary>Called, perhaps more than once, when everybody has all output.</summary>
    public Action? Drained { get; set; }

    public bool HasDrained => Process.HasDrained && !_output.IsFull && !_error.IsFull;

    /// <summary>The process is there.</summary>
    public void Open()
    {
        _error.Release(_errorOutput);
        if (Process.Terminal is Terminal terminal)
        {
            terminal.TranslateLineFeeds();
            if (_earlySize is (ushort columns, ushort rows))
            {
                terminal.Resize(columns, rows);
            }
        }

        if (Process.IsTerminal)
        {
            _attach?.Open(Process.Input);
        }
    }

    /// <summary>Why there is no process: what the runtime wrote.</summary>
    public byte[] ReasonOf(ProgramResult run)
    {
        Process.FinishAll();
        byte[] said = _error.Held.Length > 0 ? _error.Held.ToArray() : run.Output;
        return said.Length > 0 ? said : Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"the OCI runtime ended with status {run.Status} and made no process"));
    }

    /// <summary>The process is gone: what others write to its pipes is not its output.</summary>
    public void Finish()
    {
        Process.FinishAll();
    }

    /// <summary>Nothing more is logged, and clients see the end.</summary>
    public void Close()
    {
        if (!_isClosed)
        {
            _isClosed = true;
            _attach?.Dispose();
            _link?.Dispose();
            _control?.Dispose();
            _size?.Dispose();
            _log.Finish();
            Process.Dispose();
        }
    }

    public void Dispose()
    {
        Close();
    }

    // The caller may wait until nobody has its descriptors any more.
    private static Descriptor?[] TakeOwn(bool passesThrough)
    {
        Descriptor?[] own = new Descriptor?[3];
        using Descriptor nothing = Kernel.Open("/dev/null", O_RDWR);
        for (int number = 0; number < own.Length; number++)
        {
            own[number] = passesThrough ? Kernel.Dup(number) : null;
            Kernel.Dup3(nothing.Number, number, 0);
        }

        return own;
    }

    // By /dev/stdout and the like, whoever the container's user is.
    private void LetAnyoneOpen()
    {
        for (int number = 0; number < 3; number++)
        {
            if (Process.ChildEnd(number) is Descriptor end)
            {
                Kernel.FChMod(end.Number, 0x1ff); // 0777
            }
        }
    }

    private void Control(int[] numbers)
    {
        if (numbers is [ResizeCommand, _, _])
        {
            Resize(numbers, 1);
        }
        else if (numbers is [ReopenCommand, ..])
        {
            _log.Reopen();
        }
    }

    // Height and width, from this position on.
    private void Resize(int[] numbers, int start)
    {
        if (numbers.Length != start + 2 || numbers[start] > ushort.MaxValue || numbers[start + 1] > ushort.MaxValue)
        {
            return;
        }

        _earlySize = ((ushort)numbers[start + 1], (ushort)numbers[start]);
        Process.Terminal?.Resize(_earlySize.Value.Columns, _earlySize.Value.Rows);
    }

    private void TellDrained()
    {
        if (HasDrained)
        {
            Drained?.Invoke();
        }
    }
}
