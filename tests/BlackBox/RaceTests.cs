using System;
using System.Diagnostics;
using System.IO;
using Runtime.Syscalls;
using Xunit;
using static Runtime.Syscalls.Flags;

namespace Runtime.Tests.BlackBox;

/// <summary>
/// A process that shares the image exchanges a directory on the way of a mount with a link to the host, as fast as it can, while containers start
/// (CVE-2018-15664, CVE-2021-30465, CVE-2024-45310). Nothing may ever be made or mounted outside; that the race can be lost is shown with a resolver
/// that looks first and acts by name then, as naive ones do.
/// </summary>
public sealed class RaceTests : ContainerTest
{
    private const int FewestLaunches = 100;
    private static readonly TimeSpan s_duration = TimeSpan.FromSeconds(60);

    private readonly string _outside;

    public RaceTests()
    {
        _outside = $"{Place}/outside";
        Directory.CreateDirectory($"{_outside}/volume");
        Directory.CreateDirectory($"{Rootfs}/way/volume");
        File.CreateSymbolicLink($"{Rootfs}/trap", _outside);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void No_mount_and_no_file_is_made_outside_while_a_directory_becomes_a_link()
    {
        File.WriteAllText($"{Place}/file", "mounted\n");
        Config.Mount("/way/volume/made", "tmpfs", "tmpfs");
        Config.Mount("/way/file", "none", $"{Place}/file", "bind");
        Config.Mount("/way/volume", "tmpfs", "tmpfs", "tmpcopyup");
        Config.Json("linux.devices", """[{"path":"/way/node","type":"c","major":1,"minor":3}]""");
        Config.Strings("linux.maskedPaths", "/way/volume");
        Config.Set("process.cwd", "/way/cwd");
        Config.Args("true");
        WriteConfig();
        using Exchange attack = new($"{Rootfs}/way", $"{Rootfs}/trap");
        var time = Stopwatch.StartNew();
        int started = 0;
        int refused = 0;
        while (time.Elapsed < s_duration || started + refused < FewestLaunches)
        {
            string id = $"{Id}{started + refused}";
            Outcome run = Call("run", "--bundle", Bundle, id);
            if (run.ExitCode == 0)
            {
                started++;
            }
            else
            {
                // A launch may end in an error when the way changes under it; the message is of a step, never of a crash.
                Assert.Matches($"^runtime: run \"{id}\": .*\\((ELOOP|ENOENT|ENOTDIR|EEXIST|EXDEV|EAGAIN|EINVAL)\\)\n$", run.Error);
                refused++;
            }

            AssertUntouched();
        }

        Assert.True(started > 0, "no launch ever came through, so the race proves little");
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void The_same_attack_leads_a_naive_resolver_out()
    {
        using Exchange attack = new($"{Rootfs}/way", $"{Rootfs}/trap");
        var time = Stopwatch.StartNew();
        while (time.Elapsed < s_duration)
        {
            MakeNaively("way/volume/naive");
            if (Directory.Exists($"{_outside}/volume/naive"))
            {
                return;
            }
        }

        Assert.Fail("the attack never led the naive resolver out: it cannot show that the other one stays inside");
    }

    /// <summary>What was right before CVE-2021-30465: no name on the way is a link, so the whole path can be given to the kernel. Until it cannot.</summary>
    private void MakeNaively(string path)
    {
        string at = Rootfs;
        foreach (string name in path.Split('/')[..^1])
        {
            at += "/" + name;
            if (new FileInfo(at).LinkTarget is not null)
            {
                return;
            }
        }

        _ = Kernel.TryMkDirAt(AT_FDCWD, $"{Rootfs}/{path}", 0x1ed);
    }

    private void AssertUntouched()
    {
        Assert.Equal([$"{_outside}/volume"], Directory.GetFileSystemEntries(_outside));
        Assert.Empty(Directory.GetFileSystemEntries($"{_outside}/volume"));
        Assert.DoesNotContain(_outside, File.ReadAllText("/proc/self/mountinfo"), StringComparison.Ordinal);
    }
}
