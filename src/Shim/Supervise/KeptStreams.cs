using System;
using System.Globalization;
using System.Text;

using Runtime.Shim.Birth;
using Runtime.Shim.Loop;
using Runtime.Shim.Streams;

namespace Runtime.Shim.Supervise;

/// <summary>The streams of a supervised container: held until it is there, then logged, and sent to whoever is attached.</summary>
internal sealed class KeptStreams : IDisposable
{
    private const byte Output = 2;
    private const byte Error = 3;
    private const int ResizeCommand = 1;

    // The log is on the same memory as the state of containers: the newest 16 to 32 MB of it are kept.
    private static readonly LogLimits s_limits = new(FileBytes: 16 << 20, TotalBytes: null, OldFiles: 1);

    private readonly EventLoop _loop;
    private readonly bool _isInteractive;
    private readonly HeldSink _output = new();
    private readonly HeldSink _error = new();
    private LogFile? _log;
    private AttachSocket? _attach;
    private ControlFifo? _control;

    public KeptStreams(EventLoop loop, SuperviseOptions options)
    {
        _loop = loop;
        _isInteractive = options.IsInteractive;
        Process = options.HasTerminal ? ProcessStreams.OverTerminal(loop, _output) : ProcessStreams.OverPipes(loop, options.IsInteractive, _output, _error);
    }

    public ProcessStreams Process { get; }

    /// <summary>What the runtime had to say, be it a warning or why there is no process.</summary>
    public byte[] TakeWords(ProgramResult run)
    {
        if (run.Status != 0)
        {
            Process.FinishAll();
        }

        byte[] said = _error.Held.IsEmpty ? run.Output : _error.Take();
        return run.Status == 0 || said.Length > 0
            ? said
            : Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{SuperviseFace.Name}: the runtime ended with status {run.Status} and made no container\n"));
    }

    /// <summary>The process is there.</summary>
    public void Open(string folder)
    {
        _log = new LogFile(_loop, folder + "/log", s_limits);
        _attach = new AttachSocket(_loop, folder, endsInput: _isInteractive && !Process.IsTerminal);
        _control = new ControlFifo(_loop, folder + "/ctl", Resize);
        _output.Release(new OutputSink([new KubernetesLogSink(_log, "stdout"u8)], _attach, Output));
        _error.Release(new OutputSink([new KubernetesLogSink(_log, "stderr"u8)], _attach, Error));
        _attach.Open(Process.Input);
    }

    /// <summary>Clients that have not taken the last of it yet never will.</summary>
    public void Detach()
    {
        _attach?.Dispose();
    }

    public void Dispose()
    {
        Process.Dispose();
        _log?.Close();
        _control?.Dispose();
        _attach?.Dispose();
    }

    private void Resize(int[] numbers)
    {
        if (numbers is [ResizeCommand, <= ushort.MaxValue, <= ushort.MaxValue])
        {
            Process.Terminal?.Resize(columns: (ushort)numbers[2], rows: (ushort)numbers[1]);
        }
    }
}
