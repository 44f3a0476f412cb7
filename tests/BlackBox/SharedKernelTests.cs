using System.IO;
using Xunit;

namespace Runtime.Tests.BlackBox;

/// <summary>sysfs, devpts, mqueue and locked flags where the container's root is not the host's, or shares its namespaces.</summary>
public sealed class SharedKernelTests : ContainerTest
{
    public SharedKernelTests()
    {
        Config.Namespaces("pid", "mount", "ipc", "uts", "user");
        Config.Map(100_000, 65_536);
        File.SetUnixFileMode(Rootfs, (UnixFileMode)0x1ff);
    }

    [Fact]
    public void With_the_hosts_network_the_hosts_sysfs_is_shown_read_only()
    {
        Assert.Equal(
            new Outcome(0, "sysfs ro,nosuid,nodev,noexec,relatime\nlo\n", "sh: can't create /sys/kernel/mm/x: Read-only file system\n"),
            RunShell("awk '$5 == \"/sys\" {print $(NF-2), $6}' /proc/self/mountinfo; ls /sys/class/net | grep -x lo; { echo x >/sys/kernel/mm/x; }; true"));
    }

    [Fact]
    public void With_the_hosts_network_a_writable_sysfs_is_refused()
    {
        Config.Unmount("/sys");
        Config.Unmount("/sys/fs/cgroup");
        Config.Mount("/sys", "sysfs", "sysfs");

        Assert.Equal(Failure("run", "mounting sysfs at \"/sys\": operation not permitted (EPERM)"), RunProgram("true"));
        AssertNothingLeft();
    }

    [Fact]
    public void What_is_mounted_in_the_hosts_sysfs_cannot_be_written_either()
    {
        Assert.Equal(
            new Outcome(0, "0\n", ""),
            RunShell("awk '$5 ~ \"^/sys/\" && $6 !~ /^ro/' /proc/self/mountinfo | wc -l"));
    }

    [Fact]
    public void With_a_network_of_its_own_the_sysfs_is_its_own()
    {
        Config.Namespaces("pid", "mount", "ipc", "uts", "network", "user");

        Assert.Equal(new Outcome(0, "lo\n", ""), RunShell("ls /sys/class/net"));
    }

    [Fact]
    public void A_group_of_terminals_that_the_container_does_not_have_is_left_out()
    {
        Config.Map(100_000, 5); // and the example asks for gid=5

        Assert.Equal(new Outcome(0, "rw,mode=620,ptmxmode=666\n", ""), RunShell("awk '$5 == \"/dev/pts\" {print $NF}' /proc/self/mountinfo"));
    }

    [Fact]
    public void A_group_of_terminals_that_the_container_has_stays()
    {
        Assert.Equal(new Outcome(0, "rw,gid=100005,mode=620,ptmxmode=666\n", ""), HostView("/dev/pts"));
    }

    [Fact]
    public void In_a_joined_user_namespace_the_group_is_left_out_where_the_kernel_does_not_know_it()
    {
        HostProgram holder = StartHost("unshare", "--user", "--map-root-user", "--net", "sleep", "600");
        WaitUntil(() => File.ReadAllText($"/proc/{holder.Pid}/cmdline").StartsWith("sleep", System.StringComparison.Ordinal), "unshare had become sleep");
        Config.Namespaces("pid", "mount", "ipc", "uts", $"user=/proc/{holder.Pid}/ns/user", $"network=/proc/{holder.Pid}/ns/net");
        Config.Remove("linux.uidMappings");
        Config.Remove("linux.gidMappings");

        Assert.Equal(new Outcome(0, "rw,mode=620,ptmxmode=666\n", ""), RunShell("awk '$5 == \"/dev/pts\" {print $NF}' /proc/self/mountinfo"));
    }

    [Fact]
    public void Message_queues_are_the_containers_own()
    {
        Assert.Equal(
            new Outcome(0, "mqueue rw,nosuid,nodev,noexec,relatime\n0\n", ""),
            RunShell("awk '$5 == \"/dev/mqueue\" {print $(NF-2), $6}' /proc/self/mountinfo; ls /dev/mqueue | wc -l"));
    }

    [Fact]
    public void Shared_memory_is_a_tmpfs_of_the_size_asked_for()
    {
        Assert.Equal(
            new Outcome(0, "tmpfs rw,size=65536k,uid=100000,gid=100000\n1777\n", ""),
            RunShell("awk '$5 == \"/dev/shm\" {print $(NF-2), $NF}' /proc/self/mountinfo; stat -c %a /dev/shm"));
    }

    /// <summary>The options of a mount's file system as the host shows them: the container's view translates no ids, but a process's own does.</summary>
    private Outcome HostView(string destination)
    {
        Config.Args("sleep", "600");
        Create();
        return HostProgram.Run(Place, "awk", $"$5 == \"{destination}\" {{print $NF}}", $"/proc/{Pid()}/mountinfo");
    }
}
