using System.IO;
using Xunit;

namespace Runtime.Tests.BlackBox;

/// <summary>/dev, and what may be opened.</summary>
public sealed class DeviceTests : ContainerTest
{
    private const string Nodes = "cd /dev; for f in $(find . -type c -o -type b -o -type p | sort); do stat -c '%n %F %a %u:%g %t:%T' $f; done";

    [Fact]
    public void The_default_devices_and_links_are_there_and_no_others()
    {
        string core = File.Exists("/proc/kcore") ? "core /proc/kcore\n" : ""; // where the kernel has one

        Assert.Equal(
            new Outcome(
                0,
                $"""
                ./full character special file 666 0:0 1:7
                ./null character special file 666 0:0 1:3
                ./pts/ptmx character special file 666 0:0 5:2
                ./random character special file 666 0:0 1:8
                ./tty character special file 666 0:0 5:0
                ./urandom character special file 666 0:0 1:9
                ./zero character special file 666 0:0 1:5
                {core}fd /proc/self/fd
                ptmx pts/ptmx
                stderr /proc/self/fd/2
                stdin /proc/self/fd/0
                stdout /proc/self/fd/1

                """,
                ""),
            RunShell(Nodes + "; for l in $(find . -maxdepth 1 -type l | sort); do echo ${l#./} $(readlink $l); done"));
    }

    [Fact]
    public void The_default_devices_work()
    {
        Assert.Equal(
            new Outcome(0, "8\n8\n8\n", "sh: write error: No space left on device\n"),
            RunShell("echo x >/dev/null; cat /dev/null; for d in zero random urandom; do head -c 8 /dev/$d | wc -c; done; { echo x >/dev/full; }; true"));
    }

    [Fact]
    public void Further_devices_have_the_mode_and_the_owner_asked_for()
    {
        Config.Json(
            "linux.devices",
            """
            [{"path":"/dev/fuse","type":"c","major":10,"minor":229,"fileMode":432,"uid":5,"gid":6},
             {"path":"/elsewhere/block","type":"b","major":7,"minor":1},
             {"path":"/dev/pipe","type":"p","fileMode":384},
             {"path":"/dev/null","type":"c","major":1,"minor":3,"fileMode":292}]
            """);

        Assert.Equal(
            new Outcome(
                0,
                """
                /dev/fuse character special file 660 5:6 a:e5
                /elsewhere/block block special file 666 0:0 7:1
                /dev/pipe fifo 600 0:0 0:0
                /dev/null character special file 444 0:0 1:3

                """,
                ""),
            RunShell("stat -c '%n %F %a %u:%g %t:%T' /dev/fuse /elsewhere/block /dev/pipe /dev/null"));
    }

    [Fact]
    public void An_unbuffered_device_is_a_character_device_and_its_directories_are_made()
    {
        Config.Json("linux.devices", """[{"path":"/new/place/u","type":"u","major":1,"minor":3}]""");

        Assert.Equal(new Outcome(0, "character special file 1:3\n755 0:0\n755 0:0\n", ""), RunShell("stat -c '%F %t:%T' /new/place/u; stat -c '%a %u:%g' /new /new/place"));
    }

    [Fact]
    public void A_dev_that_is_bound_from_the_host_is_left_alone()
    {
        foreach (string mount in new[] { "/dev", "/dev/pts", "/dev/shm", "/dev/mqueue" })
        {
            Config.Unmount(mount);
        }

        Directory.CreateDirectory($"{Place}/dev");
        File.WriteAllText($"{Place}/dev/file", "");
        Config.Mount("/dev", "none", $"{Place}/dev", "bind");

        Assert.Equal(new Outcome(0, "file\n", ""), RunShell("ls -A /dev"));
        Assert.Equal([$"{Place}/dev/file"], Directory.GetFileSystemEntries($"{Place}/dev"));
    }

    [Fact]
    public void In_a_user_namespace_another_device_of_the_host_is_not_bound()
    {
        Config.Namespaces("pid", "mount", "ipc", "uts", "network", "user");
        Config.Map(100_000, 65_536);
        File.SetUnixFileMode(Rootfs, (UnixFileMode)0x1ff);
        Config.Json("linux.devices", """[{"path":"/dev/zero","type":"c","major":1,"minor":3}]""");

        Assert.Equal(Failure("run", "the host's \"/dev/zero\" is another device than config.json asks for, and this one cannot be made"), RunProgram("true"));
        AssertNothingLeft();
    }

    [Fact] // runtime-spec, config-linux.md: a runtime must fail where something else is
    public void Another_file_in_the_place_of_a_device_is_refused()
    {
        Config.Json("linux.devices", """[{"path":"/etc/device","type":"c","major":1,"minor":3}]""");
        File.WriteAllText($"{Rootfs}/etc/device", "");

        Assert.Equal(Failure("run", "making the device \"/etc/device\": something else is there already: file exists (EEXIST)"), RunProgram("true"));
        AssertNothingLeft();
    }

    [Fact]
    public void A_device_of_the_image_that_is_the_same_stays()
    {
        Config.Json("linux.devices", """[{"path":"/etc/device","type":"c","major":1,"minor":3}]""");
        Assert.Equal(new Outcome(0, "", ""), HostProgram.Run(Place, "mknod", "-m", "0640", $"{Rootfs}/etc/device", "c", "1", "3"));

        Assert.Equal(new Outcome(0, "640\n", ""), RunShell("stat -c %a /etc/device"));
    }

    [Fact]
    public void In_a_user_namespace_the_hosts_devices_are_bound()
    {
        Config.Namespaces("pid", "mount", "ipc", "uts", "network", "user");
        Config.Map(100_000, 65_536);
        File.SetUnixFileMode(Rootfs, (UnixFileMode)0x1ff);

        Assert.Equal(
            new Outcome(0, "/dev/null 1:3 65534\n/dev/zero 1:5 65534\n8\n", ""),
            RunShell("stat -c '%n %t:%T %u' /dev/null /dev/zero; echo x >/dev/null; head -c 8 /dev/zero | wc -c"));
    }

    [Fact] // CVE-2026-41579: the nodes would be made where the link leads
    public void A_link_in_the_place_of_dev_is_refused()
    {
        Config.Unmount("/dev");
        Config.Unmount("/dev/pts");
        Config.Unmount("/dev/shm");
        Config.Unmount("/dev/mqueue");
        Directory.Delete($"{Rootfs}/dev");
        Directory.CreateDirectory($"{Place}/outside");
        File.CreateSymbolicLink($"{Rootfs}/dev", $"{Place}/outside");

        Assert.Equal(Failure("run", "\"/dev\" of the image is a link or a file, and devices are only made in an ordinary directory"), RunProgram("true"));
        Assert.Empty(Directory.EnumerateFileSystemEntries($"{Place}/outside"));
        AssertNothingLeft();
    }

    [Fact]
    public void A_device_that_is_not_allowed_can_be_made_but_not_opened()
    {
        Give("CAP_MKNOD");

        Assert.Equal(
            new Outcome(0, "made\n", "cat: can't open '/kmsg': Operation not permitted\n"),
            RunShell("mknod /kmsg c 1 11 && echo made; cat /kmsg; true"));
    }

    [Fact]
    public void A_device_that_is_allowed_can_be_opened_as_far_as_it_is()
    {
        Give("CAP_MKNOD");
        Config.Json("linux.resources.devices", """[{"allow":false,"access":"rwm"},{"allow":true,"type":"c","major":1,"minor":11,"access":"w"}]""");

        Assert.Equal(
            new Outcome(0, "", "sh: can't open /kmsg: Operation not permitted\n"),
            RunShell("mknod /kmsg c 1 11; (: >/kmsg) && (: </kmsg); true"));
    }

    private void Give(string capability)
    {
        Config.Strings("process.capabilities.bounding", capability);
        Config.Strings("process.capabilities.permitted", capability);
        Config.Strings("process.capabilities.effective", capability);
    }
}
