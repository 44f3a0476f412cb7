using System;

using Runtime.Config;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Plan;

/// <summary>Brings <c>lo</c> up in a new network namespace, where it is down.</summary>
internal static unsafe class LoopbackSteps
{
    public static void Append(PlanBuilder plan, LaunchSettings settings)
    {
        if (!settings.HasNew(NamespaceType.Network))
        {
            return;
        }

        plan.Doing("bringing the loopback device up");
        Slot socket = plan.Slot("socket");
        long request = plan.Reserve(out ifreq* lo);
        "lo"u8.CopyTo(new Span<byte>(lo->ifr_name, 2));
        lo->ifr_flags = (short)(IFF_UP | IFF_RUNNING);
        plan.Call(SystemCall.socket, AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0).Into(socket);
        plan.Call(SystemCall.ioctl, socket, SIOCSIFFLAGS, request);
        plan.Call(SystemCall.close, socket);
    }
}
