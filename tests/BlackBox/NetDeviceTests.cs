using Xunit;

namespace Runtime.Tests.BlackBox;

/// <summary>
/// Devices that move into the container. The host that they come from is a network namespace of the test's own, in which a shell makes them, calls the
/// program and looks what is left.
/// </summary>
public sealed class NetDeviceTests : ContainerTest
{
    private const string Make = "ip link add t0 type veth peer name t1; ip link set t0 mtu 1400 address 02:00:00:00:00:07; ip link set t1 up; ip link set lo up; ";
    private const string Addresses =
        "ip addr add 192.0.2.7/24 brd + dev t0; ip addr add 198.51.100.1 peer 198.51.100.2/32 dev t0; ip addr add 192.0.2.9/24 valid_lft 1000 preferred_lft 1000 dev t0; "
        + "ip addr add 169.254.1.1/16 scope link dev t0; ip -6 addr add 2001:db8::7/64 nodad dev t0; ip link set t0 up; ";

    private const string LinksOfHost = "ip -o link | awk -F '[ :@]+' '{print $2}' | sort | xargs; ";
    private const string Inside = "ip -o addr show dev $0 | awk '{print $3, $4}'; cat /sys/class/net/$0/flags /sys/class/net/$0/mtu /sys/class/net/$0/address";

    [Fact]
    public void A_device_comes_with_its_addresses_and_is_up()
    {
        Config.Json("linux.netDevices", """{"t0":{}}""");
        Config.Args("sh", "-c", Inside, "t0");

        // 192.0.2.9 has a lifetime, 169.254.1.1 is of the link: both belong to the network they were in.
        Assert.Equal(
            new Outcome(0, "inet 192.0.2.7/24\ninet 198.51.100.1\ninet6 2001:db8::7/64\ninet6 fe80::ff:fe00:7/64\n0x1003\n1400\n02:00:00:00:00:07\n", ""),
            OnHost(Make + Addresses + "\"$@\"", "run", "--bundle", Bundle, Id));
    }

    [Fact]
    public void A_device_is_gone_from_the_host_and_keeps_its_peer()
    {
        Config.Json("linux.netDevices", """{"t0":{"name":"eth0"}}""");
        Config.Args("sleep", "600");

        Assert.Equal(
            new Outcome(0, $"lo t1\neth0 lo\n1\nlo\n", ""),
            OnHost(
                Make + "ip addr add 192.0.2.1/24 dev t1; ip addr add 192.0.2.7/24 dev t0;"
                + "\"$@\" >/dev/null </dev/null; " + LinksOfHost
                + "\"$1\" --root \"$3\" exec " + Id + " sh -c \"ip -o link | awk -F '[ :@]+' '{print \\$2}' | sort | xargs\"; busybox ping -c 1 -W 2 192.0.2.7 | grep -c ' 0% packet loss'; "
                + "\"$1\" --root \"$3\" delete --force " + Id + "; for i in $(seq 50); do [ -e /sys/class/net/t1 ] || ip link show t1 >/dev/null 2>&1 || break; sleep 0.1; done; " + LinksOfHost,
                "run", "--detach", "--bundle", Bundle, Id));
    }

    [Fact]
    public void A_template_numbers_the_devices()
    {
        Config.Json("linux.netDevices", """{"t0":{"name":"eth%d"},"t1":{"name":"eth%d"}}""");
        Config.Args("sh", "-c", "ip -o link | awk -F '[ :@]+' '{print $2}' | sort | xargs");

        Assert.Equal(new Outcome(0, "eth0 eth1 lo\nlo\n", ""), OnHost(Make + "\"$@\"; " + LinksOfHost, "run", "--bundle", Bundle, Id));
    }

    [Fact]
    public void Kernel_parameters_of_a_device_can_be_set()
    {
        Config.Json("linux.netDevices", """{"t0":{"name":"eth0"}}""");
        Config.Json("linux.sysctl", """{"net.ipv4.conf.eth0.log_martians":"1"}""");
        Config.Args("cat", "/proc/sys/net/ipv4/conf/eth0/log_martians");

        Assert.Equal(new Outcome(0, "1\n", ""), OnHost(Make + "\"$@\"", "run", "--bundle", Bundle, Id));
    }

    [Fact]
    public void A_container_with_a_user_namespace_gets_devices_too()
    {
        Config.Namespaces("pid", "mount", "ipc", "uts", "network", "user");
        Config.Map(100_000, 65_536);
        System.IO.File.SetUnixFileMode(Rootfs, (System.IO.UnixFileMode)0x1ff);
        Config.Json("linux.netDevices", """{"t0":{"name":"eth0"}}""");
        Config.Args("sh", "-c", "ip -o -4 addr show dev eth0 | awk '{print $4}'");

        Assert.Equal(new Outcome(0, "192.0.2.7/24\n", ""), OnHost(Make + "ip addr add 192.0.2.7/24 dev t0; \"$@\"", "run", "--bundle", Bundle, Id));
    }

    [Theory] // the namespace is the host's, also where the container's root is nobody in it
    [InlineData(false)]
    [InlineData(true)]
    public void A_joined_network_namespace_gets_devices_too(bool hasUserNamespace)
    {
        Config.Json("linux.netDevices", """{"t0":{"name":"eth7"}}""");
        Config.Args("sh", "-c", "ip -o -4 addr show dev eth7 | awk '{print $4}'");
        string path = $"{Place}/joined";
        Config.Namespaces(["pid", "mount", "ipc", "uts", $"network={path}", .. hasUserNamespace ? new[] { "user" } : []]);
        if (hasUserNamespace)
        {
            Config.Map(100_000, 65_536);
            System.IO.File.SetUnixFileMode(Rootfs, (System.IO.UnixFileMode)0x1ff);
            Config.Unmount("/sys");
            Config.Unmount("/sys/fs/cgroup");
        }

        Assert.Equal(
            new Outcome(0, "192.0.2.7/24\n", ""),
            OnHost(Make + $"touch {path}; unshare -n mount --bind /proc/self/ns/net {path}; ip addr add 192.0.2.7/24 dev t0; \"$@\"; umount {path}", "run", "--bundle", Bundle, Id));
    }

    [Fact]
    public void Two_devices_cannot_have_one_name_and_both_stay_on_the_host()
    {
        Config.Json("linux.netDevices", """{"t1":{"name":"eth0"},"t0":{"name":"eth0"}}""");
        Config.Args("true");

        Assert.Equal(
            new Outcome(
                0,
                "lo t0 t1\ninet 169.254.1.1/16\ninet 192.0.2.7/24\ninet 198.51.100.1\ninet 192.0.2.9/24\ninet6 2001:db8::7/64\ninet6 fe80::ff:fe00:7/64\n0x1003\n1400\n02:00:00:00:00:07\n",
                $"runtime: run \"{Id}\": moving the network device \"t0\" into the container as \"eth0\": file exists (EEXIST)\n"),
            OnHost(Make + Addresses.Replace(" valid_lft 1000 preferred_lft 1000", "", System.StringComparison.Ordinal) + "\"$@\"; mount -t sysfs sysfs /sys; " + LinksOfHost + Inside.Replace("$0", "t0", System.StringComparison.Ordinal), "run", "--bundle", Bundle, Id));
        AssertNothingLeft();
    }

    [Fact]
    public void A_device_that_is_not_there_is_named_and_the_one_before_it_stays_on_the_host()
    {
        Config.Json("linux.netDevices", """{"t0":{"name":"eth0"},"nothing":{}}""");
        Config.Args("true");

        Assert.Equal(
            new Outcome(0, "lo t0 t1\n", $"runtime: run \"{Id}\": moving the network device \"nothing\" into the container as \"nothing\": no such device (ENODEV)\n"),
            OnHost(Make + "\"$@\"; " + LinksOfHost, "run", "--bundle", Bundle, Id));
        AssertNothingLeft();
    }

    [Fact]
    public void A_launch_that_fails_later_gives_the_device_back()
    {
        Config.Json("linux.netDevices", """{"t0":{"name":"eth0"}}""");
        Config.Args("nothing");

        Assert.Equal(
            new Outcome(0, "lo t0 t1\n192.0.2.7/24\n", $"runtime: create \"{Id}\": exec: \"nothing\": executable file not found in $PATH\n"),
            OnHost(Make + "ip addr add 192.0.2.7/24 dev t0; \"$@\"; " + LinksOfHost + "ip -o -4 addr show dev t0 | awk '{print $4}'", "create", "--bundle", Bundle, Id));
        AssertNothingLeft();
    }

    [Fact]
    public void Without_a_network_namespace_nothing_is_moved()
    {
        Config.Namespaces("pid", "mount", "ipc", "uts");
        Config.Json("linux.netDevices", """{"t0":{}}""");
        Config.Args("true");

        Assert.Equal(
            new Outcome(0, "lo t0 t1\n", $"runtime: run \"{Id}\": config.json: linux.netDevices: unable to move network devices without a NET namespace\n"),
            OnHost(Make + "\"$@\"; " + LinksOfHost, "run", "--bundle", Bundle, Id));
    }

    private Outcome OnHost(string script, params string[] words)
    {
        WriteConfig();
        return StartHost("/usr/bin/unshare", ["--net", "--mount", "/bin/bash", "-c", script, "bash", PublishedRuntime.Path, "--root", StateRoot, .. words]).Wait();
    }
}
