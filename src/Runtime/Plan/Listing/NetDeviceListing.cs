using System.Collections.Generic;

using Runtime.Config;
using Runtime.Syscalls;

namespace Runtime.Plan;

/// <summary>The messages that move network devices (Spawn/NetDevices.cs). <c>%netlink</c> is the socket that init has handed over: what is sent there counts inside.</summary>
internal static class NetDeviceListing
{
    public static List<ListedLine> Of(NetDeviceSpec[] devices)
    {
        List<ListedLine> lines = [];
        foreach (NetDeviceSpec device in devices)
        {
            string host = Quoted.Text(device.HostName);
            string name = Quoted.Text(device.Name ?? device.HostName);
            string doing = $"moving the network device {host} into the container as {name}";
            lines.Add(new ListedLine($"%link = sendmsg(%host, {{RTM_GETLINK, IFLA_IFNAME={host}}})", doing));
            lines.Add(new ListedLine("%addresses = sendmsg(%host, {RTM_GETADDR, NLM_F_DUMP}) of %link, IFA_F_PERMANENT, RT_SCOPE_UNIVERSE", doing));
            lines.Add(new ListedLine($"%moved = sendmsg(%host, {{RTM_NEWLINK, ifi_index=%link, {FlagNames.Break}IFLA_NET_NS_PID=%init, IFLA_IFNAME={name}}})", doing));
            lines.Add(new ListedLine("sendmsg(%netlink, {RTM_NEWADDR, ifa_index=%moved}) for each of %addresses", doing));
            lines.Add(new ListedLine("sendmsg(%netlink, {RTM_NEWLINK, ifi_index=%moved, ifi_flags=IFF_UP, ifi_change=IFF_UP})", doing));
        }

        return lines;
    }
}
