using System;
using System.Collections.Generic;

using Runtime.Shim.Streams;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Shim.Task;

/// <summary>Where the streams of a process go, as the client has it: fifos or files by their paths, or <c>file:</c> and <c>binary:</c> URIs.</summary>
/// <param name="Input">Empty: none.</param>
/// <param name="Output">Its scheme decides for all.</param>
/// <param name="Error">Empty with a terminal.</param>
/// <param name="IsTerminal">Whether the process has one.</param>
internal sealed record StreamPaths(string Input, string Output, string Error, bool IsTerminal);

/// <summary>The streams of one process, between the client's ends and the container's.</summary>
internal sealed class TaskStreams : IDisposable
{
    private readonly Supervisor _supervisor;
    private readonly StreamPaths _paths;
    private readonly LoggerProgram? _logger;
    private readonly List<Fifo> _outputs = [];
    private Fifo? _input;

    private TaskStreams(Supervisor supervisor, StreamPaths paths, string contextNamespace, string id, Action ready)
    {
        _supervisor = supervisor;
        _paths = paths;
        int colon = paths.Output.IndexOf("://", StringComparison.Ordinal);
        switch (colon < 0 ? "fifo" : paths.Output[..colon])
        {
            case "fifo":
                Process = Connect(Open(paths.Output), paths.IsTerminal ? null : Open(paths.Error));
                break;
            case "file":
                Process = ConnectToFile(paths.Output[(colon + 3)..]);
                break;
            case "binary" or "binary-v2":
                _logger = LoggerProgram.Start(supervisor, paths.Output, contextNamespace, id, ready);
                Process = paths.IsTerminal
                    ? ProcessStreams.OverTerminal(supervisor.Loop, _logger.OutputSink())
                    : ProcessStreams.Given(supervisor.Loop, null, _logger.TakeOutput(), _logger.TakeError());
                return;
            default:
                throw new UsageException($"unknown STDIO scheme {paths.Output[..colon]}");
        }

        supervisor.Loop.Post(ready);
    }

    /// <summary>The container's ends.</summary>
    public ProcessStreams Process { get; }

    /// <param name="supervisor">Carries the bytes.</param>
    /// <param name="paths">The client's ends.</param>
    /// <param name="contextNamespace">For a logger.</param>
    /// <param name="id">For a logger: of the container, or of the process.</param>
    /// <param name="ready">Called when the process may be started.</param>
    public static TaskStreams Open(Supervisor supervisor, StreamPaths paths, string contextNamespace, string id, Action ready)
    {
        return new TaskStreams(supervisor, paths, contextNamespace, id, ready);
    }

    /// <summary>Begins to carry input: when the process, and so its terminal, is there.</summary>
    public void BeginInput()
    {
        if (_paths.Input.Length == 0 || Process.Input is null)
        {
            return;
        }

        try
        {
            _input = Fifo.OpenForInput(_supervisor.Loop, _paths.Input, Process.Input);
        }
        catch (KernelException e)
        {
            _supervisor.Warn(e.Message); // the client and its fifo are gone: the process reads an end
            Process.Input.End();
        }
    }

    /// <summary>The client has nothing more to say; what is in the fifo, or comes from another who holds it, is still read.</summary>
    public void CloseInput()
    {
        _input?.Dispose();
    }

    /// <summary>The process is gone.</summary>
    public void Finish()
    {
        _input?.Input?.Dispose();
        _input?.Dispose();
        Process.Finish();
    }

    public void Dispose()
    {
        Finish();
        Process.Dispose();
        foreach (Fifo output in _outputs)
        {
            output.Dispose();
        }

        _logger?.Dispose();
    }

    private ProcessStreams Connect(Sink? output, Sink? error)
    {
        return _paths.IsTerminal
            ? ProcessStreams.OverTerminal(_supervisor.Loop, output)
            : ProcessStreams.OverPipes(_supervisor.Loop, _paths.Input.Length > 0, output, error);
    }

    private ProcessStreams ConnectToFile(string path)
    {
        MakeParents(path);
        DescriptorSink file = new(_supervisor.Loop, Kernel.Open(path, O_WRONLY | O_APPEND | O_CREAT, 0x1a4)); // 0644
        if (_paths.IsTerminal)
        {
            return Connect(file, null);
        }

        SharedSink both = new(file, 2);
        return Connect(both, both);
    }

    private DescriptorSink? Open(string path)
    {
        if (path.Length == 0)
        {
            return null;
        }

        Fifo? fifo = Fifo.OpenForOutput(_supervisor.Loop, path, out DescriptorSink sink);
        if (fifo is not null)
        {
            _outputs.Add(fifo);
        }

        return sink;
    }

    private static void MakeParents(string path)
    {
        for (int slash = path.IndexOf('/', 1); slash > 0; slash = path.IndexOf('/', slash + 1))
        {
            int result = Kernel.TryMkDirAt(AT_FDCWD, path[..slash], 0x1ed); // 0755
            if (result is < 0 and not -Errno.EEXIST)
            {
                throw new KernelException("creating directory " + Quoted.Text(path[..slash]), -result);
            }
        }
    }
}
