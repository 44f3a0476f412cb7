using System.Text;

using Runtime.Shim.Wire;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Shim.Task;

/// <summary>The socket of a shim: its name is made of what groups containers, so that the second of a pod finds the first one's shim.</summary>
internal static class ShimSocket
{
    private const string Directory = "/run/containerd/s";
    private const string Scheme = "unix://";

    /// <param name="containerd">The address of containerd.</param>
    /// <param name="contextNamespace">Of containerd.</param>
    /// <param name="group">The pod, or the container.</param>
    public static string AddressOf(string containerd, string contextNamespace, string group)
    {
        return Scheme + Directory + "/" + Sha256.Hex(Encoding.UTF8.GetBytes(containerd.TrimEnd('/') + "/" + contextNamespace + "/" + group));
    }

    public static string PathOf(string address)
    {
        return address.StartsWith(Scheme, System.StringComparison.Ordinal) ? address[Scheme.Length..] : "\0" + address;
    }

    /// <returns>Null where a living shim listens already.</returns>
    public static Descriptor? Listen(string address)
    {
        string path = PathOf(address);
        MakeDirectory();
        while (true)
        {
            Descriptor socket = Kernel.Socket(AF_UNIX, SOCK_STREAM);
            try
            {
                Kernel.Bind(socket.Number, path);
                Kernel.ChMod(path, 0x180); // 0600
                Kernel.Listen(socket.Number, SOMAXCONN);
                return socket;
            }
            catch (KernelException e) when (e.Errno == Errno.EADDRINUSE)
            {
                socket.Dispose();
                if (IsAlive(path))
                {
                    return null;
                }

                _ = Kernel.TryUnlink(path); // of a shim that was killed; a second `start` may have done it
            }
            catch (KernelException)
            {
                socket.Dispose();
                throw;
            }
        }
    }

    private static bool IsAlive(string path)
    {
        using Descriptor socket = Kernel.Socket(AF_UNIX, SOCK_STREAM);
        return Kernel.TryConnect(socket.Number, path) >= 0;
    }

    private static void MakeDirectory()
    {
        foreach (string directory in new[] { "/run/containerd", Directory })
        {
            int result = Kernel.TryMkDirAt(AT_FDCWD, directory, directory == Directory ? 0x1c0U : 0x1c9); // 0700 and 0711
            if (result is < 0 and not -Errno.EEXIST)
            {
                throw new KernelException("creating directory " + Quoted.Text(directory), -result);
            }
        }
    }
}
