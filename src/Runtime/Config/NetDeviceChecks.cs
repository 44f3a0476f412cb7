using System.Text;
using Runtime.Syscalls;

namespace Runtime.Config;

/// <summary>Network devices move only into a network namespace of the container's own, by root, under names the kernel takes.</summary>
internal static class NetDeviceChecks
{
    // IFNAMSIZ is 16 and counts the final zero.
    private const int MaxNameLength = 15;

    public static void Check(Spec spec, HostFacts host)
    {
        if (spec.Linux.NetDevices.Length == 0)
        {
            return;
        }

        if (!spec.Linux.Has(NamespaceType.Network) || host.JoinsOwnNetwork)
        {
            throw Place.ConfigFile.Fault("linux.netDevices", "unable to move network devices without a NET namespace");
        }

        if (host.IsRootless)
        {
            throw Place.ConfigFile.Fault("linux.netDevices", "network devices are not supported for rootless containers");
        }

        foreach (NetDeviceSpec device in spec.Linux.NetDevices)
        {
            if (!IsName(device.HostName))
            {
                throw Fault(device, "", device.HostName);
            }

            if (device.Name is { } name && !IsName(name))
            {
                throw Fault(device, ".name", name);
            }
        }
    }

    private static ConfigException Fault(NetDeviceSpec device, string member, string name)
    {
        return Place.ConfigFile.Fault(JsonPath.Member("linux.netDevices", device.HostName) + member, $"invalid network device name {Quoted.Text(name)}");
    }

    // dev_valid_name() of the kernel.
    private static bool IsName(string name)
    {
        foreach (char c in name)
        {
            if (c is '/' or ':' or ' ' or (>= '\t' and <= '\r'))
            {
                return false;
            }
        }

        return name.Length > 0 && Encoding.UTF8.GetByteCount(name) <= MaxNameLength && name is not ("." or "..");
    }
}
