using System;

using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Plan;

/// <summary>One message with one descriptor, over a unix(7) socket.</summary>
internal static unsafe class DescriptorMessage
{
    /// <param name="plan">The plan.</param>
    /// <param name="socket">Where it is sent.</param>
    /// <param name="descriptor">What goes with it; the sender's stays open.</param>
    /// <param name="text">The data, at least a byte: a stream drops what travels with nothing.</param>
    public static void Send(PlanBuilder plan, Slot socket, Slot descriptor, ReadOnlySpan<byte> text)
    {
        long vector = plan.Reserve(out iovec* payload);
        payload->iov_base = (void*)plan.Bytes(text);
        payload->iov_len = (nuint)text.Length;
        int size = sizeof(cmsghdr) + sizeof(int);
        long control = plan.Reserve(sizeof(cmsghdr) + sizeof(long));
        cmsghdr* header = (cmsghdr*)plan.At(control);
        header->cmsg_len = (nuint)size;
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        long message = plan.Reserve(out msghdr* content);
        content->msg_iov = (iovec*)vector;
        content->msg_iovlen = 1;
        content->msg_control = (void*)control;
        content->msg_controllen = (nuint)(sizeof(cmsghdr) + sizeof(long));
        plan.Store(control + sizeof(cmsghdr), descriptor);
        plan.Call(SystemCall.sendmsg, socket, message, MSG_NOSIGNAL);
    }
}
