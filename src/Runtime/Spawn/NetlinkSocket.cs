using System;
using System.Collections.Generic;

using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Spawn;

/// <summary>A conversation with the network devices of one namespace (rtnetlink(7)): that in which the socket was made.</summary>
internal sealed unsafe class NetlinkSocket(Descriptor socket) : IDisposable
{
    private const int BufferSize = 32 * 1024; // what iproute2 reads a dump with
    private uint _sequence;

    /// <summary>In the namespace of this process, told of what happens to its devices.</summary>
    public static NetlinkSocket Open()
    {
        Descriptor socket = Kernel.Socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
        sockaddr_nl address = new() { nl_family = AF_NETLINK, nl_groups = RTMGRP_LINK };
        nint result = RawCall.Invoke(SystemCall.bind, socket.Number, (nint)(&address), sizeof(sockaddr_nl));
        return result >= 0 ? new NetlinkSocket(socket) : throw new KernelException("binding a netlink socket", (int)-result);
    }

    /// <summary>Asks, and waits until the kernel has done it.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="answers">What was asked for.</param>
    /// <param name="events">What happened meanwhile, also to devices that nobody asked about.</param>
    /// <returns>0, or −errno.</returns>
    public int Ask(NetlinkMessage request, out List<NetlinkMessage> answers, out List<NetlinkMessage> events)
    {
        answers = [];
        events = [];
        request.Sequence = ++_sequence;
        int sent = Kernel.TrySend(socket.Number, request.Bytes);
        if (sent < 0)
        {
            return sent;
        }

        byte[] buffer = new byte[BufferSize];
        for (; ; )
        {
            int size = Kernel.TryReceive(socket.Number, buffer);
            if (size < 0)
            {
                return size;
            }

            ReadOnlySpan<byte> received = buffer.AsSpan(0, size);
            while (NetlinkMessage.Take(ref received) is NetlinkMessage message)
            {
                if (message.Sequence == _sequence && message.Type is NLMSG_ERROR or NLMSG_DONE)
                {
                    return message.Content<int>();
                }

                // The kernel numbers only its answers.
                (message.Sequence == _sequence ? answers : events).Add(message);
            }
        }
    }

    public int Ask(NetlinkMessage request) => Ask(request, out _, out _);

    public void Dispose()
    {
        socket.Dispose();
    }
}
