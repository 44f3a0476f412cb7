using Runtime.Config;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Plan;

/// <summary>
/// Lets the runtime reach into the network namespace without entering it: a netlink socket belongs for ever to the namespace it was made in, and
/// init hands one over. The devices themselves are moved by the runtime (Spawn/NetDevices.cs).
/// </summary>
internal static class NetDeviceSteps
{
    /// <summary>In a namespace that is joined, right then: who enters a user namespace after that has no rights in it any more.</summary>
    public static void OpenSocket(PlanBuilder plan, LaunchSettings settings)
    {
        if (settings.Spec.Linux.NetDevices.Length > 0)
        {
            plan.Doing("opening a socket in the network namespace");
            plan.Call(SystemCall.socket, AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE).Into(plan.Scratch("netlink"));
        }
    }

    /// <summary>Before any kernel parameter of a device is set.</summary>
    public static void Append(PlanBuilder plan, Channel channel, LaunchSettings settings)
    {
        if (settings.Spec.Linux.NetDevices.Length == 0)
        {
            return;
        }

        if (settings.HasNew(NamespaceType.Network))
        {
            OpenSocket(plan, settings);
        }

        Slot netlink = plan.Scratch("netlink");
        channel.Hand(plan, Stage.NetDevices, netlink, "waiting for the network devices");
        plan.Call(SystemCall.close, netlink);
    }
}
