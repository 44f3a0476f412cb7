using System;
using System.Buffers;
using System.Text.Unicode;
using static Runtime.Syscalls.Flags;

namespace Runtime.Syscalls;

/// <summary>The address of a unix(7) socket: a path, or after a NUL an abstract name.</summary>
internal unsafe ref struct SocketAddress
{
    private const int PathOffset = sizeof(ushort);
    private const int PathSize = 108;

    public sockaddr_un Value;

    /// <summary>The address's length, or −errno.</summary>
    public int Fill(string path)
    {
        bool isAbstract = path.StartsWith('\0');
        if (path.IndexOf('\0', isAbstract ? 1 : 0) >= 0)
        {
            return -Errno.EINVAL;
        }
        Value = default;
        Value.sun_family = AF_UNIX;
        fixed (byte* first = Value.sun_path)
        {
            // A path keeps a NUL at its end: not every receiver of an address believes its length.
            Span<byte> target = new(first, isAbstract ? PathSize : PathSize - 1);
            return Utf8.FromUtf16(path, target, out _, out int written) == OperationStatus.Done
                ? PathOffset + written + (isAbstract ? 0 : 1)
                : -Errno.ENAMETOOLONG;
        }
    }
}
