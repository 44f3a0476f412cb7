using System.Collections.Generic;

using Runtime.Shim.Loop;
using Runtime.Shim.Streams;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Shim.Conmon;

/// <summary>All logs of one process.</summary>
internal sealed class ContainerLog
{
    private const int OutputPriority = 6;
    private const int ErrorPriority = 3;

    private readonly LogChoice _choice;
    private readonly List<LogFile> _files = [];
    private readonly List<Sink> _output = [];
    private readonly List<Sink> _error = [];

    public ContainerLog(EventLoop loop, ConmonOptions options)
    {
        _choice = options.Logs;
        foreach (LogTarget target in options.Logs.Targets)
        {
            if (target.Driver == LogDriver.File)
            {
                LogFile file = new(loop, target.Path!, _choice.Limits);
                _files.Add(file);
                _output.Add(new KubernetesLogSink(file, "stdout"u8));
                _error.Add(new KubernetesLogSink(file, "stderr"u8));
            }
            else if (target.Driver == LogDriver.Journald)
            {
                Journal journal = new(loop, Journal.SystemSocket);
                JournalFields fields = new(options);
                _output.Add(new JournalSink(journal, fields, OutputPriority));
                _error.Add(new JournalSink(journal, fields, ErrorPriority));
            }
        }
    }

    public Sink[] Output => [.. _output];

    public Sink[] Error => [.. _error];

    /// <summary>Begins new files, for somebody has moved the old ones away.</summary>
    public void Reopen()
    {
        foreach (LogFile file in _files)
        {
            file.Rotate();
        }
    }

    /// <summary>The last line is written: it stays, also when the machine loses its power.</summary>
    public void Finish()
    {
        foreach (Sink sink in _output)
        {
            sink.End();
        }

        foreach (Sink sink in _error)
        {
            sink.End();
        }

        foreach (LogFile file in _files)
        {
            file.Close();
        }

        if (_choice.IsSynced)
        {
            foreach (LogTarget target in _choice.Targets)
            {
                if (target.Driver == LogDriver.File && Kernel.TryOpenAt(AT_FDCWD, target.Path!, O_RDONLY) is int file and >= 0)
                {
                    using Descriptor log = new(file);
                    Kernel.FSync(file);
                }
            }
        }
    }
}
