using System;
using System.Globalization;
using System.Text;

using Runtime.Shim.Wire;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Shim.Task;

/// <summary>The shim itself, after <c>start</c> has ended: it has the listening socket as descriptor 3, and its working directory is a bundle.</summary>
internal sealed class Daemon : IDisposable
{
    private const int ListeningNumber = 3;
    private const int FlushMilliseconds = 5000;

    private readonly ShimOptions _options;
    private readonly Supervisor _supervisor;
    private readonly EventPublisher _publisher;
    private readonly Server _server;
    private readonly string _socketPath;
    private readonly Descriptor? _log;

    private Daemon(ShimOptions options)
    {
        _options = options;
        _log = OpenLog();
        _supervisor = new Supervisor(Warn, _ => ShutDown());
        _publisher = new EventPublisher(_supervisor, options);
        _socketPath = SocketPath();
        Kernel.Fcntl(ListeningNumber, F_SETFD, FD_CLOEXEC);
        TaskService service = new(_supervisor, options, new TaskEvents(_publisher), ShutDown);
        _server = new Server(_supervisor.Loop, new Descriptor(ListeningNumber), service.Handle);
    }

    public static int Run(ShimOptions options)
    {
        using Daemon daemon = new(options);
        daemon._supervisor.Loop.Run();
        return 0;
    }

    public void Dispose()
    {
        _server.Dispose();
        _supervisor.Dispose();
        _log?.Dispose();
    }

    // Not from the file `address`, which `start` writes when this process already runs.
    private string SocketPath()
    {
        string group = new BundleFiles(Kernel.GetCwd()).ReadGroup() ?? _options.Id;
        return ShimSocket.PathOf(ShimSocket.AddressOf(_options.Address, _options.Namespace, group));
    }

    private void ShutDown()
    {
        _publisher.Flush(FlushMilliseconds, () =>
        {
            _ = Kernel.TryUnlink(_socketPath); // gone where somebody has cleaned up by hand
            _supervisor.Loop.Stop();
        });
    }

    // containerd reads this fifo to its own log. While it is away, nobody does: that must neither stop nor end the shim.
    private static Descriptor? OpenLog()
    {
        int log = Kernel.TryOpenAt(AT_FDCWD, "log", O_WRONLY | O_NONBLOCK);
        return log >= 0 ? new Descriptor(log) : null;
    }

    private void Warn(string message)
    {
        if (_log is not null)
        {
            string line = string.Create(
                CultureInfo.InvariantCulture, $"time=\"{DateTime.UtcNow:yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'}\" level=warning msg={Quoted.Text(message)} id={Quoted.Text(_options.Id)}\n");
            _ = Kernel.TryWrite(_log.Number, Encoding.UTF8.GetBytes(line));
        }
    }
}
