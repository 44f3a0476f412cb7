using System;
using System.IO;
using Runtime.Resources;
using Runtime.Syscalls;
using Xunit;
using static Runtime.Syscalls.Flags;

namespace Runtime.Tests.Resources;

public sealed class SystemBusTests
{
    private static readonly BusCall s_owner = new("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "GetNameOwner", "s");

    [Fact]
    public void Real_bus_answers()
    {
        using PrivateBus daemon = new();
        using SystemBus bus = SystemBus.Connect(daemon.Addresses);
        BusWriter name = new();
        name.WriteString("org.freedesktop.DBus");

        BusMessage answer = bus.Call(s_owner, name, _ => { });

        Assert.Equal("s", answer.Signature);
        Assert.Equal("org.freedesktop.DBus", answer.Body.ReadString());
    }

    [Fact]
    public void Real_bus_passes_on_a_signal_before_an_answer()
    {
        using PrivateBus daemon = new();
        using SystemBus bus = SystemBus.Connect(daemon.Addresses);
        string signals = "";
        BusWriter name = new();
        name.WriteString("a.b");
        name.WriteUInt32(0);

        // Whoever takes a name is told so by a signal, before the answer.
        _ = bus.Call(s_owner with { Member = "RequestName", Signature = "su" }, name, message => signals += message.Member + " " + message.Body.ReadString() + "\n");

        Assert.EndsWith("NameAcquired a.b\n", signals, StringComparison.Ordinal);
    }

    [Fact]
    public void Refusal_is_the_sentence_of_the_bus()
    {
        using PrivateBus daemon = new();
        using SystemBus bus = SystemBus.Connect(daemon.Addresses);
        BusWriter name = new();
        name.WriteString("no.such");

        BusException error = Assert.Throws<BusException>(() => bus.Call(s_owner, name, _ => { }));

        Assert.Equal("Could not get owner of name 'no.such': no such name (org.freedesktop.DBus.Error.NameHasNoOwner)", error.Message);
        Assert.Equal("org.freedesktop.DBus.Error.NameHasNoOwner", error.ErrorName);
    }

    [Fact]
    public void Bus_without_systemd_says_what_was_asked_for()
    {
        using PrivateBus daemon = new();
        using Systemd systemd = Systemd.Connect(daemon.Addresses);

        BusException error = Assert.Throws<BusException>(() => systemd.Start("a.scope", _ => { }));

        Assert.Equal("starting the systemd unit \"a.scope\": The name org.freedesktop.systemd1 was not provided by any .service files"
            + " (org.freedesktop.DBus.Error.ServiceUnknown)", error.Message);
    }

    [Fact]
    public void Bus_that_stops_while_it_is_asked_is_waited_for_so_long_and_no_longer()
    {
        using PrivateBus daemon = new();
        using Systemd systemd = Systemd.Connect(daemon.Addresses, patience: 1000);
        daemon.Stop();

        BusException error = Assert.Throws<BusException>(() => systemd.Stop("a.scope"));

        Assert.Equal($"stopping the systemd unit \"a.scope\": no answer from \"{daemon.Socket}\" after 1 seconds", error.Message);
    }

    [Fact]
    public void Bus_that_does_not_greet_is_named()
    {
        using PrivateBus daemon = new();
        daemon.Stop();

        BusException error = Assert.Throws<BusException>(() => SystemBus.Connect(daemon.Addresses, patience: 1000));

        Assert.Equal($"no answer from \"{daemon.Socket}\" after 1 seconds", error.Message);
    }

    [Fact]
    public void Bus_that_lets_nobody_in_is_named()
    {
        string path = Path.Combine(Path.GetTempPath(), "runtime-bus-" + Guid.NewGuid().ToString("N"));
        using Descriptor listener = Kernel.Socket(AF_UNIX, SOCK_STREAM);
        Kernel.Bind(listener.Number, path);
        try
        {
            Kernel.Listen(listener.Number, 0);
            using Descriptor first = Kernel.Socket(AF_UNIX, SOCK_STREAM);
            Kernel.Connect(first.Number, path); // the queue is full

            BusException error = Assert.Throws<BusException>(() => SystemBus.Connect([new BusAddress(path, true)], patience: 1000));

            Assert.Equal($"no answer from \"{path}\" after 1 seconds", error.Message);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Every_place_where_nobody_listens_is_named()
    {
        BusException error = Assert.Throws<BusException>(() => SystemBus.Connect([new BusAddress("/no/bus", true), new BusAddress("\0no", false)]));

        Assert.Equal("connecting to systemd at \"/no/bus\": no such file or directory (ENOENT), \"@no\": connection refused (ECONNREFUSED)", error.Message);
    }

    [Fact]
    public void Second_place_is_tried_when_nobody_listens_at_the_first()
    {
        using PrivateBus daemon = new();

        using SystemBus bus = SystemBus.Connect([new BusAddress("/no/bus", true), .. daemon.Addresses]);

        Assert.True(bus.HasBus);
    }
}
