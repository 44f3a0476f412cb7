using System;
using System.Text;

using Runtime.Shim.Loop;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Shim.Conmon;

/// <summary>A notify socket for the container, in its bundle. What says how a service is doing goes on to the host's; what would make systemd follow another process does not.</summary>
internal sealed class NotifyProxy : IDisposable
{
    private static readonly string[] s_whole = ["READY=1", "RELOADING=1", "STOPPING=1", "WATCHDOG=1", "WATCHDOG=trigger"];
    private static readonly string[] s_beginnings = ["STATUS=", "ERRNO=", "BUSERROR=", "MONOTONIC_USEC="];

    private readonly string _host;
    private readonly string _path;
    private readonly Descriptor _socket;
    private readonly Watch _watch;

    public NotifyProxy(EventLoop loop, string bundle, string host)
    {
        _host = host;
        string directory = bundle + "/notify";
        int made = Kernel.TryMkDirAt(AT_FDCWD, directory, 0x1c0); // 0700
        if (made is < 0 and not -Errno.EEXIST)
        {
            throw new KernelException("creating " + Quoted.Text(directory), -made);
        }

        _path = directory + "/notify.sock";
        _ = Kernel.TryUnlink(_path); // of a process before this one
        _socket = Kernel.Socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK);
        using Descriptor folder = Kernel.Open(directory, O_PATH | O_DIRECTORY);
        Kernel.Bind(_socket.Number, $"/proc/self/fd/{folder.Number}/notify.sock");
        Kernel.ChMod(_path, 0x1ff); // 0777: the container's user may be any
        _watch = loop.Add(_socket.Number, EPOLLIN, _ => Forward());
    }

    public static bool MayPass(string line)
    {
        return Array.IndexOf(s_whole, line) >= 0 || Array.Exists(s_beginnings, beginning => line.StartsWith(beginning, StringComparison.Ordinal));
    }

    public void Dispose()
    {
        _watch.Dispose();
        _socket.Dispose();
        _ = Kernel.TryUnlink(_path); // the caller may have removed the bundle
    }

    private void Forward()
    {
        byte[] bytes = new byte[8192];
        int length = Kernel.TryReceive(_socket.Number, bytes);
        foreach (string line in Encoding.UTF8.GetString(bytes, 0, Math.Max(0, length)).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (MayPass(line))
            {
                using Descriptor socket = Kernel.Socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK);
                Kernel.Connect(socket.Number, _host.StartsWith('@') ? "\0" + _host[1..] : _host);
                Kernel.Send(socket.Number, Encoding.UTF8.GetBytes(line));
            }
        }
    }
}
