using System;
using System.Diagnostics;
using System.IO;
using Runtime.Syscalls;
using Xunit;
using static Runtime.Syscalls.Flags;

namespace Runtime.Tests.BlackBox;

/// <summary>
/// An image with a /dev of its own, in which a device becomes a link to a file of the host and back while containers start. The file may never be
/// mounted, given away or written to.
/// </summary>
[Trait("Speed", "Slow")]
public sealed class DeviceRaceTests : ContainerTest
{
    private const int FewestLaunches = 20;
    private static readonly TimeSpan s_duration = TimeSpan.FromSeconds(20);

    private readonly string _secret;

    public DeviceRaceTests()
    {
        _secret = $"{Place}/secret";
        File.WriteAllText(_secret, "secret\n");
        File.SetUnixFileMode(_secret, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.CreateSymbolicLink($"{Rootfs}/dev/trap", _secret);
        UseDevOfTheImage();
    }

    [Fact] // CVE-2025-31133, CVE-2026-88265: it masks paths, and takes the place of a standard stream that is given to the user
    public void A_null_device_that_becomes_a_link_gives_nothing_away()
    {
        MakeNull();
        File.WriteAllText($"{Rootfs}/key", "key\n");
        Config.Strings("linux.maskedPaths", "/key");
        Config.Set("process.user.uid", 1000);
        Config.Args("cat", "/key");
        WriteConfig();
        using Exchange attack = new($"{Rootfs}/dev/null", $"{Rootfs}/dev/trap");

        AssertSafe(() => Call("run", "--bundle", Bundle, Id), "");
    }

    [Fact]
    public void The_same_attack_makes_a_naive_runtime_give_the_file_away()
    {
        MakeNull();
        using Exchange attack = new($"{Rootfs}/dev/null", $"{Rootfs}/dev/trap");
        var time = Stopwatch.StartNew();
        while (time.Elapsed < s_duration)
        {
            // It looks by name, and acts by name then.
            if (Kernel.TryStatx(AT_FDCWD, $"{Rootfs}/dev/null", out statx status, AT_SYMLINK_NOFOLLOW) == 0 && (status.stx_mode & S_IFMT) == S_IFCHR)
            {
                File.SetUnixFileMode($"{Rootfs}/dev/null", (UnixFileMode)0x1b6);
            }

            if (File.GetUnixFileMode(_secret) != (UnixFileMode.UserRead | UnixFileMode.UserWrite))
            {
                return;
            }
        }

        Assert.Fail("the attack never reached the file: it cannot show that another runtime is safe");
    }

    [Fact] // CVE-2025-52565, CVE-2026-88264: the terminal is mounted on it
    public void A_console_that_becomes_a_link_covers_nothing_of_the_host()
    {
        File.WriteAllText($"{Rootfs}/dev/console", "");
        Config.Mount("/dev/pts", "devpts", "devpts", "newinstance", "ptmxmode=0666", "mode=0620");
        Config.Set("process.terminal", true);
        Config.Args("echo", "ran");
        WriteConfig();
        using Exchange attack = new($"{Rootfs}/dev/console", $"{Rootfs}/dev/trap");

        AssertSafe(() => InTerminal($"{PublishedRuntime.Path} --root {StateRoot} run --bundle {Bundle} {Id}"), "ran\r\n");
    }

    private void MakeNull() => Assert.Equal(new Outcome(0, "", ""), HostProgram.Run(Place, "mknod", "-m", "666", $"{Rootfs}/dev/null", "c", "1", "3"));

    private void AssertSafe(Func<Outcome> run, string output)
    {
        var time = Stopwatch.StartNew();
        int started = 0;
        int refused = 0;
        while (time.Elapsed < s_duration || started + refused < FewestLaunches)
        {
            Outcome outcome = run();
            if (outcome.ExitCode == 0)
            {
                Assert.Equal(new Outcome(0, output, ""), outcome);
                started++;
            }
            else
            {
                Assert.Matches($"^runtime: run \"{Id}\": .*\n$", outcome.Output.Replace("\r", "", StringComparison.Ordinal) + outcome.Error);
                refused++;
            }

            Assert.Equal(new Outcome(0, "0:0 600\n", ""), HostProgram.Run(Place, "stat", "-c", "%u:%g %a", _secret));
            Assert.Equal("secret\n", File.ReadAllText(_secret));
            Assert.DoesNotContain(_secret, File.ReadAllText("/proc/self/mountinfo"), StringComparison.Ordinal);
        }

        Assert.True(started > 0, "no launch ever came through, so the race proves little");
    }
}
