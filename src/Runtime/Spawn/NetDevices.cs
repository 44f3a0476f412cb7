using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;

using Runtime.Config;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Spawn;

/// <summary>
/// <c>linux.netDevices</c>: devices of the host that are the container's from its birth on (config-linux.md, Network Devices). Each is moved and renamed
/// by one message; what the kernel takes from it on the way, its addresses and that it is up, it gets back in there. A launch that fails gives
/// them back; a container that ends does not, and the kernel decides what becomes of them.
/// </summary>
internal sealed class NetDevices : IDisposable
{
    private readonly NetlinkSocket _host;
    private readonly NetlinkSocket _container;
    private readonly List<MovedDevice> _moved = [];

    /// <param name="container">A netlink socket of the container's network namespace, which is in reach as long as the socket is open.</param>
    public NetDevices(Descriptor container)
    {
        _container = new NetlinkSocket(container);
        _host = NetlinkSocket.Open();
    }

    /// <param name="devices">Which, and what they are called in there.</param>
    /// <param name="pid">A process in the container's network namespace.</param>
    /// <exception cref="KernelException">One could not be moved; <see cref="GiveBack"/> undoes the others.</exception>
    public void Move(NetDeviceSpec[] devices, int pid)
    {
        foreach (NetDeviceSpec device in devices)
        {
            string name = device.Name ?? device.HostName;
            string doing = $"moving the network device {Quoted.Text(device.HostName)} into the container as {Quoted.Text(name)}";
            NetlinkMessage link = Find(device.HostName, doing);
            ifinfomsg state = link.Content<ifinfomsg>();
            List<NetlinkMessage> addresses = AddressesOf(state.ifi_index);
            int result = _host.Ask(
                NetlinkMessage.Request(RTM_NEWLINK, 0, new ifinfomsg { ifi_index = state.ifi_index }).Add(IFLA_NET_NS_PID, pid).Add(IFLA_IFNAME, name),
                out _,
                out List<NetlinkMessage> events);

            // The kernel moves first and renames then: where the name is taken, the device is there already.
            if (NewIndex(events, state.ifi_index) is int index)
            {
                _moved.Add(new MovedDevice(device.HostName, index, (state.ifi_flags & IFF_UP) != 0, addresses));
                if (result == 0)
                {
                    result = Furnish(_container, index, addresses.FindAll(IsGlobal), isUp: true);
                }
            }

            ThrowIfFailed(doing, result);
        }
    }

    /// <summary>Puts every device back to where and what it was.</summary>
    /// <exception cref="KernelException">One could not be.</exception>
    public void GiveBack()
    {
        for (int i = _moved.Count - 1; i >= 0; i--)
        {
            MovedDevice device = _moved[i];
            string doing = $"giving the network device {Quoted.Text(device.HostName)} back to the host";
            NetlinkMessage back = NetlinkMessage.Request(RTM_NEWLINK, 0, new ifinfomsg { ifi_index = device.Index })
                .Add(IFLA_NET_NS_PID, Kernel.GetPid())
                .Add(IFLA_IFNAME, device.HostName);
            ThrowIfFailed(doing, _container.Ask(back));
            int index = Find(device.HostName, doing).Content<ifinfomsg>().ifi_index;
            ThrowIfFailed(doing, Furnish(_host, index, device.Addresses, device.WasUp));
            _moved.RemoveAt(i);
        }
    }

    public void Dispose()
    {
        _host.Dispose();
        _container.Dispose();
    }

    private NetlinkMessage Find(string name, string doing)
    {
        NetlinkMessage request = NetlinkMessage.Request(RTM_GETLINK, 0, default(ifinfomsg)).Add(IFLA_IFNAME, name);
        ThrowIfFailed(doing, _host.Ask(request, out List<NetlinkMessage> answers, out _));
        return answers.Count > 0 ? answers[0] : throw new KernelException(doing, Errno.ENODEV);
    }

    /// <summary>Those that somebody gave it; what a protocol made by itself, and gave a lifetime, belongs to the network it is in.</summary>
    private List<NetlinkMessage> AddressesOf(int index)
    {
        int result = _host.Ask(NetlinkMessage.Request(RTM_GETADDR, NLM_F_DUMP, default(ifaddrmsg)), out List<NetlinkMessage> answers, out _);
        ThrowIfFailed("listing the addresses of the network devices", result);
        return answers.FindAll(message => message.Content<ifaddrmsg>() is ifaddrmsg address && address.ifa_index == index && (address.ifa_flags & IFA_F_PERMANENT) != 0);
    }

    private static bool IsGlobal(NetlinkMessage address) => address.Content<ifaddrmsg>().ifa_scope == RT_SCOPE_UNIVERSE;

    /// <summary>The index in the other namespace, told by the event of the device's leaving this one; null: it has not left.</summary>
    private static int? NewIndex(List<NetlinkMessage> events, int index)
    {
        foreach (NetlinkMessage message in events)
        {
            if (message.Type == RTM_DELLINK && message.Content<ifinfomsg>().ifi_index == index
                && message.Attribute<ifinfomsg>(IFLA_NEW_IFINDEX) is { Length: sizeof(int) } value)
            {
                return MemoryMarshal.Read<int>(value);
            }
        }

        return null;
    }

    /// <summary>0, or the −errno of what could not be set.</summary>
    private static int Furnish(NetlinkSocket socket, int index, List<NetlinkMessage> addresses, bool isUp)
    {
        foreach (NetlinkMessage known in addresses)
        {
            ifaddrmsg address = known.Content<ifaddrmsg>();
            NetlinkMessage request = NetlinkMessage.Request(
                RTM_NEWADDR,
                NLM_F_CREATE | NLM_F_REPLACE,
                new ifaddrmsg { ifa_family = address.ifa_family, ifa_prefixlen = address.ifa_prefixlen, ifa_scope = address.ifa_scope, ifa_index = (uint)index });
            foreach (int type in (ReadOnlySpan<int>)[IFA_LOCAL, IFA_ADDRESS, IFA_BROADCAST])
            {
                if (known.Attribute<ifaddrmsg>(type) is { Length: > 0 } value)
                {
                    request.Add(type, value);
                }
            }

            if (socket.Ask(request) is int refused and < 0)
            {
                return refused;
            }
        }

        return isUp ? socket.Ask(NetlinkMessage.Request(RTM_NEWLINK, 0, new ifinfomsg { ifi_index = index, ifi_flags = IFF_UP, ifi_change = IFF_UP })) : 0;
    }

    private static void ThrowIfFailed(string doing, int result)
    {
        if (result < 0)
        {
            throw new KernelException(doing, -result);
        }
    }

    /// <param name="HostName">Its name on the host.</param>
    /// <param name="Index">Its number in the container.</param>
    /// <param name="WasUp">On the host.</param>
    /// <param name="Addresses">On the host.</param>
    private sealed record MovedDevice(string HostName, int Index, bool WasUp, List<NetlinkMessage> Addresses);
}
