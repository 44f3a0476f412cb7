using System;
using static Runtime.Syscalls.Flags;

namespace Runtime.Syscalls;

/// <summary>Descriptors that travel over a unix(7) socket: sendmsg(2) and recvmsg(2) with SCM_RIGHTS.</summary>
public static unsafe partial class Kernel
{
    // CMSG_SPACE of one descriptor: the head, the number, and padding to the size of a word.
    private static int OneDescriptorSpace => sizeof(cmsghdr) + sizeof(long);

    private static int OneDescriptorLength => sizeof(cmsghdr) + sizeof(int);

    /// <summary>Sends one descriptor. There must be data too, at least a byte: a stream drops what travels with nothing.</summary>
    public static void SendDescriptor(int socket, int file, ReadOnlySpan<byte> data)
    {
        ArgumentOutOfRangeException.ThrowIfZero(data.Length);
        byte* control = stackalloc byte[OneDescriptorSpace];
        new Span<byte>(control, OneDescriptorSpace).Clear();
        cmsghdr* head = (cmsghdr*)control;
        head->cmsg_len = (nuint)OneDescriptorLength;
        head->cmsg_level = SOL_SOCKET;
        head->cmsg_type = SCM_RIGHTS;
        *(int*)(head + 1) = file;
        fixed (byte* first = data)
        {
            iovec vector = new() { iov_base = first, iov_len = (nuint)data.Length };
            msghdr message = new() { msg_iov = &vector, msg_iovlen = 1, msg_control = control, msg_controllen = (nuint)OneDescriptorSpace };
            nint result = Repeat(SystemCall.sendmsg, socket, (nint)(&message), MSG_NOSIGNAL);
            if (result < 0)
            {
                throw Failure("sending " + Operand(file) + " over a socket", result);
            }
        }
    }

    /// <summary>The number of bytes received, 0 at the end, and the descriptor that came with them, if one did.</summary>
    public static int ReceiveDescriptor(int socket, Span<byte> data, out Descriptor? file)
    {
        byte* control = stackalloc byte[OneDescriptorSpace];
        fixed (byte* first = data)
        {
            iovec vector = new() { iov_base = first, iov_len = (nuint)data.Length };
            // The padding would be room for a second descriptor, which a hostile sender could leave open in here.
            msghdr message = new() { msg_iov = &vector, msg_iovlen = 1, msg_control = control, msg_controllen = (nuint)OneDescriptorLength };
            nint result = Repeat(SystemCall.recvmsg, socket, (nint)(&message), MSG_CMSG_CLOEXEC);
            if (result < 0)
            {
                throw Failure("receiving a descriptor from a socket", result);
            }
            cmsghdr* head = (cmsghdr*)control;
            bool isOne = message.msg_controllen >= (nuint)OneDescriptorLength
                && head->cmsg_level == SOL_SOCKET
                && head->cmsg_type == SCM_RIGHTS;
            file = isOne ? new Descriptor(*(int*)(head + 1)) : null;
            return (int)result;
        }
    }
}
