using System.IO;
using Xunit;

namespace Runtime.Tests.BlackBox;

/// <summary>Containers whose root is nobody on the host.</summary>
public sealed class UserNamespaceTests : ContainerTest
{
    private const int Host = 100_000;

    public UserNamespaceTests()
    {
        Config.Namespaces("pid", "mount", "ipc", "uts", "network", "user");
        Config.Map(Host, 65_536);
        File.SetUnixFileMode(Rootfs, (UnixFileMode)0x1ff); // its root is not the owner of the image
    }

    [Fact]
    public void Root_of_the_container_is_another_user_of_the_host()
    {
        Config.Args("sleep", "600");
        Create();

        Assert.Equal(new Outcome(0, $"{Host} {Host}\n", ""), HostProgram.Run(Place, "stat", "-c", "%u %g", $"/proc/{Pid()}/task"));
        Call("start", Id);
        Assert.Equal(new Outcome(0, $"{Host} {Host}\n", ""), HostProgram.Run(Place, "stat", "-c", "%u %g", $"/proc/{Pid()}/task"));
    }

    [Fact]
    public void What_it_makes_belongs_to_that_user()
    {
        Config.Set("process.user.uid", 7);
        Config.Set("process.user.gid", 8);

        Assert.Equal(new Outcome(0, "7:8\n", ""), RunShell("touch /made && stat -c %u:%g /made"));
        Assert.Equal(new Outcome(0, $"{Host + 7}:{Host + 8}\n", ""), HostProgram.Run(Place, "stat", "-c", "%u:%g", $"{Rootfs}/made"));
    }

    [Fact]
    public void The_files_of_the_host_belong_to_nobody()
    {
        Assert.Equal(new Outcome(0, "65534:65534\n", ""), RunShell("stat -c %u:%g /bin/busybox"));
    }

    [Fact]
    public void Its_capabilities_are_worth_nothing_outside()
    {
        Config.Strings("process.capabilities.bounding", "CAP_SYS_ADMIN", "CAP_MKNOD", "CAP_SYS_TIME");
        Config.Strings("process.capabilities.permitted", "CAP_SYS_ADMIN", "CAP_MKNOD", "CAP_SYS_TIME");
        Config.Strings("process.capabilities.effective", "CAP_SYS_ADMIN", "CAP_MKNOD", "CAP_SYS_TIME");

        Assert.Equal(
            new Outcome(0, "mounted\n", "mknod: /tmp/null: Operation not permitted\ndate: can't set date: Operation not permitted\n"),
            RunShell("mount -t tmpfs tmpfs /tmp && echo mounted; mknod /tmp/null c 1 3; date -s @0 >/dev/null; true"));
    }

    [Fact]
    public void Several_ranges_of_ids_are_mapped_as_they_are_listed()
    {
        Config.Json("linux.uidMappings", """[{"containerID":0,"hostID":100000,"size":10},{"containerID":1000,"hostID":200000,"size":1}]""");
        Config.Json("linux.gidMappings", """[{"containerID":0,"hostID":300000,"size":20}]""");
        Config.Set("process.user.uid", 1000);

        Assert.Equal(
            new Outcome(0, "1000\n         0     100000         10\n      1000     200000          1\n         0     300000         20\nallow\n", ""),
            RunShell("id -u; cat /proc/self/uid_map /proc/self/gid_map /proc/self/setgroups"));
    }

    [Theory]
    [InlineData("uid", "setuid")]
    [InlineData("gid", "setgid")]
    public void An_id_that_is_not_mapped_is_refused(string id, string call)
    {
        Config.Set($"process.user.{id}", 70_000);

        Assert.Equal(Failure("run", $"setting the {id} 70000: invalid argument (EINVAL); cannot {call} to unmapped {id} 70000 in user namespace"), RunProgram("true"));
        AssertNothingLeft();
    }

    [Fact]
    public void A_source_that_only_the_hosts_root_may_enter_is_bound()
    {
        Directory.CreateDirectory($"{Place}/secret/data");
        File.WriteAllText($"{Place}/secret/data/file", "data\n");
        File.SetUnixFileMode($"{Place}/secret", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Config.Mount("/data", "none", $"{Place}/secret/data", "bind");

        Assert.Equal(new Outcome(0, "data\n", ""), RunShell("cat /data/file"));
    }

    [Fact]
    public void Limits_of_another_user_are_set()
    {
        Config.Json("process.rlimits", """[{"type":"RLIMIT_NOFILE","soft":64,"hard":128}]""");
        Config.Set("process.user.uid", 1000);

        Assert.Equal(new Outcome(0, "64\n128\n", ""), RunShell("ulimit -Sn; ulimit -Hn"));
    }

    [Fact]
    public void The_namespace_of_another_container_is_joined_by_its_path()
    {
        StartSleeping();
        string path = $"/proc/{Pid()}/ns/user";
        Config.Namespaces("pid", "mount", "ipc", "uts", "network", $"user={path}");
        Config.Remove("linux.uidMappings");
        Config.Remove("linux.gidMappings");
        Config.Args("sh", "-c", "readlink /proc/self/ns/user; id -u; cat /proc/self/uid_map; hostname; touch /joined; grep -c . /proc/self/mountinfo >/dev/null && echo ok");
        WriteConfig();

        Assert.Equal(
            new Outcome(0, $"{new FileInfo(path).LinkTarget}\n0\n         0     100000      65536\nrunc\nok\n", ""),
            Call("run", "--bundle", Bundle, Id + "b"));
        Assert.Equal(new Outcome(0, $"{Host}\n", ""), HostProgram.Run(Place, "stat", "-c", "%u", $"{Rootfs}/joined"));
    }

    [Fact]
    public void Every_namespace_of_another_container_is_joined_by_its_path()
    {
        StartSleeping();
        string ns = $"/proc/{Pid()}/ns";
        Config.Namespaces("mount", $"user={ns}/user", $"pid={ns}/pid", $"ipc={ns}/ipc", $"uts={ns}/uts", $"network={ns}/net");
        Config.Remove("linux.uidMappings");
        Config.Remove("linux.gidMappings");
        Config.Args("sh", "-c", "for n in user pid ipc uts net; do readlink /proc/self/ns/$n; done");
        WriteConfig();

        string expected = "";
        foreach (string name in new[] { "user", "pid", "ipc", "uts", "net" })
        {
            expected += new FileInfo($"{ns}/{name}").LinkTarget + "\n";
        }

        Assert.Equal(new Outcome(0, expected, ""), Call("run", "--bundle", Bundle, Id + "b"));
    }

    [Fact]
    public void A_namespace_that_another_program_made_is_joined()
    {
        HostProgram holder = StartHost("unshare", "--user", "--map-root-user", "--net", "sleep", "600");
        Config.Unmount("/dev/pts"); // its gid=5 is not mapped there
        WaitUntil(() => File.ReadAllText($"/proc/{holder.Pid}/cmdline").StartsWith("sleep", System.StringComparison.Ordinal), "unshare had become sleep");
        Config.Namespaces("pid", "mount", "ipc", "uts", $"user=/proc/{holder.Pid}/ns/user", $"network=/proc/{holder.Pid}/ns/net");
        Config.Remove("linux.uidMappings");
        Config.Remove("linux.gidMappings");

        Assert.Equal(
            new Outcome(0, $"0\n         0          0          1\n{new FileInfo($"/proc/{holder.Pid}/ns/net").LinkTarget}\n", ""),
            RunShell("id -u; cat /proc/self/uid_map; readlink /proc/self/ns/net"));
    }

    [Fact]
    public void A_joined_namespace_must_have_the_mappings_that_are_given_too()
    {
        StartSleeping();
        Config.Namespaces("pid", "mount", "ipc", "uts", "network", $"user=/proc/{Pid()}/ns/user");
        Config.Args("cat", "/proc/self/uid_map");
        WriteConfig();

        Assert.Equal(new Outcome(0, "         0     100000      65536\n", ""), Call("run", "--bundle", Bundle, Id + "b"));

        Config.Json("linux.gidMappings", """[{"containerID":0,"hostID":100000,"size":1000}]""");
        WriteConfig();

        Assert.Equal(
            new Outcome(1, "", $"runtime: run \"{Id}b\": config.json: linux.gidMappings: the user namespace to join has other mappings: 0 100000 65536\n"),
            Call("run", "--bundle", Bundle, Id + "b"));
    }
}
