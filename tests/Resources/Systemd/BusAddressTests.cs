using Runtime.Resources;
using Xunit;

namespace Runtime.Tests.Resources;

public sealed class BusAddressTests
{
    [Fact]
    public void Addresses_of_a_list_are_unescaped()
    {
        Assert.Equal(
            [new BusAddress("/run/a b", true), new BusAddress("\0/tmp/x", true)],
            BusAddress.Parse("unix:path=/run/a%20b,guid=00;tcp:host=localhost;unix:guid=1,abstract=/tmp/x"));
    }

    [Fact]
    public void List_without_a_unix_socket_is_refused()
    {
        BusException error = Assert.Throws<BusException>(() => BusAddress.Parse("tcp:host=localhost"));

        Assert.Equal("no unix socket in the bus address \"tcp:host=localhost\"", error.Message);
    }

    [Fact]
    public void System_has_a_bus_and_beside_it_a_socket_of_systemd_itself()
    {
        Assert.Equal(
            [new BusAddress("/run/dbus/system_bus_socket", true), new BusAddress("/run/systemd/private", false)],
            BusAddress.SystemAddresses(""));
    }

    [Fact]
    public void Bus_that_is_named_is_the_only_one()
    {
        Assert.Equal([new BusAddress("/b", true)], BusAddress.SystemAddresses("unix:path=/b"));
    }

    [Theory]
    [InlineData("", "/run/user/7", "/run/user/7/bus", "/run/user/7/systemd/private")]
    [InlineData("", "", "/run/user/1000/bus", "/run/user/1000/systemd/private")]
    [InlineData("unix:path=/b", "/run/user/7", "/b", "/run/user/7/systemd/private")]
    public void User_has_the_same_in_the_runtime_directory(string given, string directory, string bus, string own)
    {
        Assert.Equal([new BusAddress(bus, true), new BusAddress(own, false)], BusAddress.UserAddresses(given, directory, 1000));
    }
}
