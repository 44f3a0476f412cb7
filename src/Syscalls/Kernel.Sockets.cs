using System;
using static Runtime.Syscalls.Flags;

namespace Runtime.Syscalls;

/// <summary>socket(2) and its kin; addresses are paths of unix(7), those that begin with a NUL are abstract.</summary>
public static unsafe partial class Kernel
{
    public static Descriptor Socket(int domain, int type, int protocol = 0)
    {
        nint result = Repeat(SystemCall.socket, domain, type | SOCK_CLOEXEC, protocol);
        return result >= 0 ? new Descriptor((int)result) : throw Failure("creating a socket", result);
    }

    public static void Socketpair(int type, out Descriptor one, out Descriptor other)
    {
        int* ends = stackalloc int[2];
        nint result = Repeat(SystemCall.socketpair, AF_UNIX, type | SOCK_CLOEXEC, 0, (nint)ends);
        if (result < 0)
        {
            throw Failure("creating a pair of sockets", result);
        }
        one = new Descriptor(ends[0]);
        other = new Descriptor(ends[1]);
    }

    public static int TryConnect(int socket, string path)
    {
        SocketAddress address = default;
        int length = address.Fill(path);
        return length < 0 ? length : (int)Repeat(SystemCall.connect, socket, (nint)(&address.Value), length);
    }

    public static void Connect(int socket, string path)
    {
        int result = TryConnect(socket, path);
        if (result < 0)
        {
            throw Failure("connecting to " + Quoted.Text(path), result);
        }
    }

    public static void Bind(int socket, string path)
    {
        SocketAddress address = default;
        nint result = address.Fill(path);
        if (result >= 0)
        {
            result = Repeat(SystemCall.bind, socket, (nint)(&address.Value), result);
        }
        if (result < 0)
        {
            throw Failure("binding a socket to " + Quoted.Text(path), result);
        }
    }

    public static void Listen(int socket, int backlog)
    {
        nint result = Repeat(SystemCall.listen, socket, backlog);
        if (result < 0)
        {
            throw Failure("listening at " + Operand(socket), result);
        }
    }

    /// <summary>The new descriptor, or −errno.</summary>
    public static int TryAccept4(int socket, int flags = 0)
    {
        return (int)Repeat(SystemCall.accept4, socket, 0, 0, flags | SOCK_CLOEXEC);
    }

    public static Descriptor Accept4(int socket, int flags = 0)
    {
        int result = TryAccept4(socket, flags);
        return result >= 0 ? new Descriptor(result) : throw Failure("accepting a connection", result);
    }

    /// <summary>The number of bytes sent, or −errno: EPIPE instead of a signal where nobody listens.</summary>
    public static int TrySend(int socket, ReadOnlySpan<byte> bytes, int flags = 0)
    {
        fixed (byte* first = bytes)
        {
            return (int)Repeat(SystemCall.sendto, socket, (nint)first, bytes.Length, flags | MSG_NOSIGNAL);
        }
    }

    public static int Send(int socket, ReadOnlySpan<byte> bytes, int flags = 0)
    {
        int result = TrySend(socket, bytes, flags);
        return result >= 0 ? result : throw Failure("sending to a socket", result);
    }

    /// <summary>The number of bytes received, 0 at the end, or −errno.</summary>
    public static int TryReceive(int socket, Span<byte> buffer, int flags = 0)
    {
        fixed (byte* first = buffer)
        {
            return (int)Repeat(SystemCall.recvfrom, socket, (nint)first, buffer.Length, flags);
        }
    }

    public static int Receive(int socket, Span<byte> buffer, int flags = 0)
    {
        int result = TryReceive(socket, buffer, flags);
        return result >= 0 ? result : throw Failure("receiving from a socket", result);
    }

    public static void SetSocketOption(int socket, int option, int value)
    {
        nint result = Repeat(SystemCall.setsockopt, socket, SOL_SOCKET, option, (nint)(&value), sizeof(int));
        if (result < 0)
        {
            throw Failure("setting option " + Decimal(option) + " of a socket", result);
        }
    }

    /// <summary>Who connected to, or listens at, the other end: as it was then.</summary>
    public static ucred PeerCredentials(int socket)
    {
        ucred peer;
        int length = sizeof(ucred);
        nint result = Repeat(SystemCall.getsockopt, socket, SOL_SOCKET, SO_PEERCRED, (nint)(&peer), (nint)(&length));
        return result >= 0 ? peer : throw Failure("asking who is at the other end of a socket", result);
    }

    public static void Shutdown(int socket, int how)
    {
        nint result = Repeat(SystemCall.shutdown, socket, how);
        if (result < 0)
        {
            throw Failure("shutting a socket down", result);
        }
    }
}
