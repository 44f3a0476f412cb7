using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using Runtime.Syscalls;

namespace Runtime.Resources;

/// <summary>Where a service manager listens.</summary>
/// <param name="Socket">A path, or after a NUL an abstract name.</param>
/// <param name="HasBus">A message bus answers there, and systemd behind it; else systemd itself.</param>
internal sealed record BusAddress(string Socket, bool HasBus)
{
    /// <summary>The places to try, one after the other. The bus is the interface that systemd promises to keep; its own socket is there also while no bus runs.</summary>
    /// <param name="isUser">Of the user's own manager, not the system's.</param>
    public static BusAddress[] Find(bool isUser)
    {
        return isUser
            ? UserAddresses(Variable("DBUS_SESSION_BUS_ADDRESS"), Variable("XDG_RUNTIME_DIR"), Kernel.GetEuid())
            : SystemAddresses(Variable("DBUS_SYSTEM_BUS_ADDRESS"));

        static string Variable(string name) => Environment.GetEnvironmentVariable(name) ?? "";
    }

    /// <param name="given">Whoever names a bus means that one only.</param>
    public static BusAddress[] SystemAddresses(string given)
    {
        return given.Length > 0 ? Parse(given) : [new("/run/dbus/system_bus_socket", true), new("/run/systemd/private", false)];
    }

    public static BusAddress[] UserAddresses(string given, string runtimeDirectory, uint user)
    {
        string directory = runtimeDirectory.Length > 0 ? runtimeDirectory : "/run/user/" + LimitValue.Text(user);
        BusAddress own = new(directory + "/systemd/private", false);
        return given.Length > 0 ? [.. Parse(given), own] : [new(directory + "/bus", true), own];
    }

    /// <summary>The unix sockets of a list such as <c>unix:path=/run/bus,guid=0;unix:abstract=/tmp/x</c> (D-Bus specification, Server Addresses).</summary>
    public static BusAddress[] Parse(string list)
    {
        List<BusAddress> addresses = [];
        foreach (string address in list.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!address.StartsWith("unix:", StringComparison.Ordinal))
            {
                continue;
            }

            foreach (string pair in address["unix:".Length..].Split(','))
            {
                string? socket = pair.StartsWith("path=", StringComparison.Ordinal) ? Unescape(pair["path=".Length..])
                    : pair.StartsWith("abstract=", StringComparison.Ordinal) ? "\0" + Unescape(pair["abstract=".Length..])
                    : null;
                if (socket is not null)
                {
                    addresses.Add(new BusAddress(socket, true));
                }
            }
        }

        return addresses.Count > 0 ? [.. addresses] : throw new BusException("no unix socket in the bus address " + Quoted.Text(list));
    }

    private static string Unescape(string text)
    {
        if (!text.Contains('%'))
        {
            return text;
        }

        List<byte> bytes = [];
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '%' && byte.TryParse(text.AsSpan(i + 1, Math.Min(2, text.Length - i - 1)), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte value))
            {
                bytes.Add(value);
                i += 2;
            }
            else
            {
                bytes.AddRange(Encoding.UTF8.GetBytes(text[i].ToString()));
            }
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }
}
