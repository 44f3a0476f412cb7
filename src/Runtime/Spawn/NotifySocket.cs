using System;
using System.Globalization;
using System.IO;
using System.Text;

using Runtime.Config;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Spawn;

/// <summary>
/// Lets a container say to the service manager that it is ready (sd_notify(3)). The manager listens to this program's cgroup only, so the container gets a
/// socket of its own, and what it says there is said again by this process.
/// </summary>
internal sealed class NotifySocket : IDisposable
{
    /// <summary>The state directory's part that the container sees.</summary>
    private const string DirectoryName = "notify";

    private const string SocketName = "notify.sock";
    private const string Inside = "/run/notify";
    private const uint Everybody = 0x1ff; // 0777: the container's users are anybody
    private const int BarrierPatience = 30_000; // milliseconds, as long as runc waits

    private readonly Descriptor _socket;
    private readonly string _manager;

    private NotifySocket(Descriptor socket, string manager)
    {
        _socket = socket;
        _manager = manager;
    }

    /// <summary>Readable when the container has said something.</summary>
    public int Number => _socket.Number;

    /// <summary>For the container's environment; nobody may be listening at all.</summary>
    public static string[] Environment => Manager() is null ? [] : [$"NOTIFY_SOCKET={Inside}/{SocketName}"];

    /// <summary>The container's view of it.</summary>
    /// <param name="spec">Returned as it is where nobody listens.</param>
    /// <param name="rootPath">Where the state of containers is.</param>
    /// <param name="id">The container's.</param>
    public static Spec AddTo(Spec spec, string rootPath, string id)
    {
        return Manager() is null ? spec : spec with
        {
            Mounts =
            [
                .. spec.Mounts,
                new MountSpec { Destination = Inside, Source = $"{Path.GetFullPath(rootPath)}/{id}/{DirectoryName}", Options = ["bind", "nosuid", "noexec", "nodev", "ro"] },
            ],
        };
    }

    /// <summary>Makes the directory that is mounted, and begins to listen; null: nobody would hear it.</summary>
    public static NotifySocket? Make(int stateDirectory)
    {
        if (Manager() is null)
        {
            return null;
        }

        Kernel.MkDirAt(stateDirectory, DirectoryName, 0x1ed /* 0755 */);
        return Open(stateDirectory);
    }

    /// <summary>Listens where <c>create</c> did; null: nobody would hear it, or the container was created when nobody would have.</summary>
    public static NotifySocket? Open(int stateDirectory)
    {
        if (Manager() is not string manager)
        {
            return null;
        }

        int opened = Kernel.TryOpenAt(stateDirectory, DirectoryName, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (opened == -Errno.ENOENT)
        {
            return null;
        }

        using Descriptor directory = opened >= 0 ? new(opened) : throw new KernelException("opening the directory of the notify socket", -opened);
        string path = $"/proc/self/fd/{directory.Number}/{SocketName}"; // a socket's address has room for 107 bytes, and the directory's path may be longer
        NotifySocket notify = new(Kernel.Socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK), manager);
        _ = Kernel.TryUnlinkAt(directory.Number, SocketName); // that of create, which has ended
        Kernel.Bind(notify.Number, path);
        Kernel.ChMod(path, Everybody);
        return notify;
    }

    /// <summary>Waits until the container has said that it is ready, or has ended.</summary>
    public void AwaitReady(Descriptor process, int pid)
    {
        Span<pollfd> files = [Reading(Number), Reading(process.Number)];
        do
        {
            _ = Kernel.Poll(files, -1);
        }
        while ((files[0].revents == 0 || !Forward(pid)) && files[1].revents == 0);
    }

    /// <summary>Says what the container said, if that was that it is ready, and whose word it is.</summary>
    /// <returns>It was: nothing more is said.</returns>
    public bool Forward(int pid)
    {
        Span<byte> message = stackalloc byte[4096];
        int length = Kernel.TryReceive(Number, message);
        if (length <= 0 || !SaysReady(message[..length]))
        {
            return false;
        }

        using Descriptor manager = Kernel.Socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC);
        Kernel.Connect(manager.Number, _manager);
        _ = Kernel.Send(manager.Number, "READY=1\n"u8);
        _ = Kernel.Send(manager.Number, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"MAINPID={pid}")));
        AwaitBarrier(manager);
        return true;
    }

    public void Dispose()
    {
        _socket.Dispose();
    }

    /// <summary>Waits until the manager has read it all: it closes the descriptor it is sent. What a process said that has ended by then is not believed.</summary>
    private static void AwaitBarrier(Descriptor manager)
    {
        Kernel.Pipe2(out Descriptor read, out Descriptor write);
        using (read)
        {
            using (write)
            {
                Kernel.SendDescriptor(manager.Number, write.Number, "BARRIER=1"u8);
            }

            _ = Kernel.Poll([Reading(read.Number)], BarrierPatience);
        }
    }

    private static bool SaysReady(ReadOnlySpan<byte> message)
    {
        foreach (Range line in message.Split((byte)'\n'))
        {
            if (message[line].StartsWith("READY="u8))
            {
                return true;
            }
        }

        return false;
    }

    private static string? Manager()
    {
        string? path = System.Environment.GetEnvironmentVariable("NOTIFY_SOCKET");
        return string.IsNullOrEmpty(path) ? null : path[0] == '@' ? "\0" + path[1..] : path;
    }

    private static pollfd Reading(int descriptor)
    {
        return new pollfd { fd = descriptor, events = (short)POLLIN };
    }
}
