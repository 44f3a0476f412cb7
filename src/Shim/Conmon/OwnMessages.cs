using System.Text;

using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Shim.Conmon;

/// <summary>What the shim itself has to say when nobody reads its standard error any more.</summary>
internal sealed class OwnMessages
{
    private const string SyslogSocket = "/dev/log";
    private const int DaemonWarning = (3 << 3) | 4; // facility and severity of syslog(3)

    private readonly bool _isSyslog;
    private readonly bool _hasWarnings;
    private readonly string _id;

    public OwnMessages(OptionReader reader, string id)
    {
        _id = id;
        _isSyslog = reader.Has("syslog");
        _hasWarnings = (reader.Text("log-level") ?? "warn") switch
        {
            "error" or "fatal" or "panic" => false,
            "warn" or "warning" or "info" or "debug" or "trace" => true,
            string level => throw new UsageException($"no such log level {Quoted.Text(level)}"),
        };
    }

    public void Warn(string message)
    {
        if (!_hasWarnings)
        {
            return;
        }

        // Standard error is /dev/null once the caller has gone, and its own in between.
        _ = Kernel.TryWrite(2, Encoding.UTF8.GetBytes($"[conmon:w]: {message}\n"));
        if (_isSyslog)
        {
            using Descriptor socket = Kernel.Socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK);
            if (Kernel.TryConnect(socket.Number, SyslogSocket) == 0) // a machine need not have one
            {
                _ = Kernel.TrySend(socket.Number, Encoding.UTF8.GetBytes($"<{DaemonWarning}>conmon: conmon {_id} <nwarn>: {message}"));
            }
        }
    }
}
