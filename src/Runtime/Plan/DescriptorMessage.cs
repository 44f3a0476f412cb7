using System;

using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Plan;

/// <summary>A descriptor that travels over a socket: one message with one of them, and some bytes, without which nothing travels.</summary>
internal static unsafe class DescriptorMessage
{
    public static void Send(PlanBuilder plan, Slot socket, Slot descriptor, ReadOnlySpan<byte> text)
    {
        long vector = plan.Reserve(out iovec* payload);
        payload->iov_base = (void*)plan.Bytes(text);
        payload->iov_len = (nuint)text.Length;
        long control = plan.Reserve(sizeof(cmsghdr) + sizeof(long));
        cmsghdr* header = (cmsghdr*)plan.At(control);
        header->cmsg_len = (nuint)(sizeof(cmsghdr) + sizeof(int));
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
