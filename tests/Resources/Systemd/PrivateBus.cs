using System;
using System.Diagnostics;
using System.IO;
using Runtime.Resources;
using Runtime.Syscalls;
using static Runtime.Syscalls.Flags;

namespace Runtime.Tests.Resources;

/// <summary>A real dbus-daemon of our own, on a socket in a directory of its own.</summary>
internal sealed class PrivateBus : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("runtime-bus-");
    private readonly Process _daemon;

    public PrivateBus()
    {
        string configuration = Path.Combine(_directory.FullName, "bus.conf");
        File.WriteAllText(configuration, $"""
            <!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
            <busconfig>
              <listen>unix:path={Socket}</listen>
              <auth>EXTERNAL</auth>
              <policy context="default"><allow send_destination="*" eavesdrop="true"/><allow own="*"/><allow user="*"/><allow eavesdrop="true"/></policy>
            </busconfig>
            """);
        _daemon = Process.Start(new ProcessStartInfo("dbus-daemon", ["--nofork", "--nopidfile", "--print-address", "--config-file=" + configuration])
        {
            RedirectStandardOutput = true,
        })!;
        _ = _daemon.StandardOutput.ReadLine(); // it listens as soon as it has said where
    }

    public string Socket => Path.Combine(_directory.FullName, "bus");

    public BusAddress[] Addresses => BusAddress.Parse("unix:path=" + Socket);

    /// <summary>It is there and does nothing any more.</summary>
    public void Stop()
    {
        Kernel.Kill(_daemon.Id, SIGSTOP);
    }

    public void Dispose()
    {
        _daemon.Kill();
        _daemon.WaitForExit();
        _daemon.Dispose();
        _directory.Delete(recursive: true);
    }
}
