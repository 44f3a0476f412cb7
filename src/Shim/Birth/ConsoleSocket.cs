using System;
using System.Globalization;

using Runtime.Shim.Loop;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Shim.Birth;

/// <summary>Where a runtime sends the master of the terminal it made (its option <c>--console-socket</c>).</summary>
internal sealed class ConsoleSocket : IDisposable
{
    private readonly EventLoop _loop;
    private readonly Action<Descriptor> _received;
    private readonly Descriptor _socket;
    private readonly string _directory;
    private Watch? _watch;
    private Descriptor? _connection;

    /// <param name="loop">Waits for it.</param>
    /// <param name="received">Called once, with the master; whoever takes it closes it.</param>
    public ConsoleSocket(EventLoop loop, Action<Descriptor> received)
    {
        _loop = loop;
        _received = received;
        _directory = NewDirectory();
        _socket = Kernel.Socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK);
        Kernel.Bind(_socket.Number, Path);
        Kernel.Listen(_socket.Number, 1);
        _watch = loop.Add(_socket.Number, EPOLLIN, _ => Accept());
    }

    public string Path => _directory + "/pty.sock";

    public void Dispose()
    {
        _watch?.Dispose();
        _watch = null;
        _connection?.Dispose();
        _connection = null;
        _socket.Dispose();
        _ = Kernel.TryUnlink(Path); // gone when it was disposed before
        _ = Kernel.TryRmDir(_directory);
    }

    // Short, for a socket's path has 107 bytes, and a bundle's may be longer.
    private static string NewDirectory()
    {
        Span<byte> random = stackalloc byte[8];
        Kernel.GetRandom(random);
        string parent = OwnEnvironment.Value("XDG_RUNTIME_DIR") ?? "/tmp";
        string path = parent + "/pty" + BitConverter.ToUInt64(random).ToString("x", CultureInfo.InvariantCulture);
        Kernel.MkDir(path, 0x1c0); // 0700: nobody else may send a terminal
        return path;
    }

    private void Accept()
    {
        int accepted = Kernel.TryAccept4(_socket.Number, SOCK_NONBLOCK);
        if (accepted < 0)
        {
            return; // the runtime was killed in the moment of connecting: its status tells
        }

        _watch?.Dispose();
        _connection = new Descriptor(accepted);
        _watch = _loop.Add(accepted, EPOLLIN, _ => Receive());
    }

    private void Receive()
    {
        Span<byte> name = stackalloc byte[64];
        _ = Kernel.ReceiveDescriptor(_connection!.Number, name, out Descriptor? master);
        Dispose();
        if (master is not null)
        {
            _received(master);
        }
    }
}
