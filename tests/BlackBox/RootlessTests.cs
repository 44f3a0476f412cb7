using System.IO;
using Xunit;

namespace Runtime.Tests.BlackBox;

/// <summary>A plain user, who has no right but the one to make a user namespace.</summary>
public sealed class RootlessTests : ContainerTest
{
    private const int User = 1000;

    private readonly string _program;
    private readonly string _runtimeDirectory;

    public RootlessTests()
    {
        Config = new Configuration(PublishedRuntime.RootlessConfig.Replace("\"hostID\": 0", $"\"hostID\": {User}", System.StringComparison.Ordinal));
        Config.Set("process.terminal", false);
        Config.Set("root.readonly", false);

        // The repository may be where only root can look.
        _program = $"{Place}/runtime";
        File.Copy(PublishedRuntime.Path, _program);
        _runtimeDirectory = $"{Place}/run";
        Directory.CreateDirectory(_runtimeDirectory);
        Assert.Equal(new Outcome(0, "", ""), HostProgram.Run(Place, "chown", "-R", $"{User}:{User}", Bundle, _runtimeDirectory));
    }

    [Fact]
    public void Runs_a_container_with_no_rights_at_all()
    {
        WriteShell("id -u; id -g; cat /proc/self/uid_map /proc/self/gid_map /proc/self/setgroups; grep CapBnd /proc/self/status; touch /x && ls -ln /x | cut -c 1-30");

        Assert.Equal(
            new Outcome(
                0,
                "0\n0\n         0       1000          1\n         0       1000          1\ndeny\nCapBnd:\t0000000020000420\n-rw-r--r--    1 0        0    \n",
                ""),
            CallAsUser("run", "--bundle", Bundle, Id));
    }

    [Theory] // what newuidmap is for is more ids than one: the user's own needs nobody's help
    [InlineData(true)]
    [InlineData(false)]
    public void Writes_its_own_example_and_runs_it(bool hasHelpers)
    {
        string path = hasHelpers ? "/usr/bin:/bin" : $"{Place}/empty";
        Assert.Equal(hasHelpers, File.Exists($"{path.Split(':')[0]}/newuidmap"));
        Assert.Equal(new Outcome(0, "", ""), CallWithPath(path, "spec", "--rootless", "--bundle", Bundle));
        Config = new Configuration(File.ReadAllText($"{Bundle}/config.json"));
        Config.Set("process.terminal", false);
        WriteShell("id -u; cat /proc/self/uid_map");

        Assert.Equal(new Outcome(0, $"0\n         0 {User,10}          1\n", ""), CallWithPath(path, "run", "--bundle", Bundle, Id));
        Assert.Empty(Directory.GetDirectories($"{_runtimeDirectory}/runtime"));
    }

    [Fact]
    public void More_ids_without_newuidmap_are_refused_and_it_is_named()
    {
        Config.Map(200_000, 1000);
        WriteShell("true");

        Outcome run = CallWithPath($"{Place}/empty", "run", "--bundle", Bundle, Id);

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Matches(
            $"^runtime: run \"{Id}\": writing \"/proc/[0-9]+/uid_map\": operation not permitted \\(EPERM\\); "
            + "more than the caller's own ids needs the program newuidmap \\(Debian's package uidmap\\)\n$",
            run.Error);
        Assert.Empty(Directory.GetDirectories($"{_runtimeDirectory}/runtime"));
    }

    [Fact]
    public void Keeps_its_state_below_the_users_runtime_directory()
    {
        Config.Args("sleep", "600");
        WriteConfig();

        Assert.Equal(new Outcome(0, "", ""), CallAsUser("create", "--bundle", Bundle, Id));
        Assert.Equal([$"{_runtimeDirectory}/runtime/{Id}"], Directory.GetDirectories($"{_runtimeDirectory}/runtime"));
        Assert.Equal(new Outcome(0, "", ""), CallAsUser("start", Id));
        Assert.Equal(new Outcome(0, "0\n", ""), CallAsUser("exec", Id, "id", "-u"));
        Assert.Equal(new Outcome(0, "", ""), CallAsUser("delete", "--force", Id));
        Assert.Empty(Directory.GetDirectories($"{_runtimeDirectory}/runtime"));
    }

    [Fact]
    public void More_ids_are_mapped_with_newuidmap_as_etc_subuid_grants()
    {
        Config.Json("linux.uidMappings", """[{"containerID":0,"hostID":1000,"size":1},{"containerID":1,"hostID":200000,"size":1000}]""");
        Config.Json("linux.gidMappings", """[{"containerID":0,"hostID":1000,"size":1},{"containerID":1,"hostID":200000,"size":1000}]""");
        Config.Set("process.user.uid", 7);
        Config.Set("process.user.gid", 8);
        WriteShell("id -u; id -G; cat /proc/self/uid_map; cat /proc/self/setgroups");
        string granted = $"{Place}/subid";
        File.WriteAllText(granted, $"{User}:200000:1000\n");

        Outcome run = StartHost(
            "unshare",
            ["-m", "sh", "-c", "mount --bind \"$0\" /etc/subuid && mount --bind \"$0\" /etc/subgid && exec \"$@\"", granted, .. AsUser("run", "--bundle", Bundle, Id)]).Wait();

        Assert.Equal(new Outcome(0, "7\n8\n         0       1000          1\n         1     200000       1000\nallow\n", ""), run);
    }

    [Fact]
    public void More_ids_than_etc_subuid_grants_are_refused()
    {
        Config.Map(200_000, 1000);
        WriteShell("true");
        string granted = $"{Place}/subid";
        File.WriteAllText(granted, "");

        Outcome run = StartHost(
            "unshare",
            ["-m", "sh", "-c", "mount --bind \"$0\" /etc/subuid && mount --bind \"$0\" /etc/subgid && exec \"$@\"", granted, .. AsUser("run", "--bundle", Bundle, Id)]).Wait();

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Matches($"^runtime: run \"{Id}\": error running newuidmap: exit status 1, stdout: , stderr: newuidmap: .*\n$", run.Error);
        Assert.Empty(Directory.GetDirectories($"{_runtimeDirectory}/runtime"));
    }

    [Theory] // mount_namespaces(7): what came from a namespace with more rights is locked
    [InlineData("ro", 0, "ro,nosuid,nodev,relatime\n", "")]
    [InlineData("rw", 0, "rw,nosuid,nodev,relatime\n", "")]
    [InlineData("suid", 1, "", "cannot clear locked flags: operation not permitted (EPERM)")]
    [InlineData("noatime", 1, "", "cannot change locked atime flags: operation not permitted (EPERM)")]
    public void Flags_of_a_source_stay_and_cannot_be_cleared(string word, int status, string output, string complaint)
    {
        Directory.CreateDirectory($"{Place}/volume");
        Config.Mount("/volume", "none", $"{Place}/volume", "bind", word);
        WriteShell("awk '$5 == \"/volume\" {print $6}' /proc/self/mountinfo");

        Outcome run = StartHost(
            "unshare",
            ["-m", "sh", "-c", "mount -t tmpfs -o nosuid,nodev tmpfs \"$0\" && exec \"$@\"", $"{Place}/volume", .. AsUser("run", "--bundle", Bundle, Id)]).Wait();

        string error = status == 0 ? "" : $"runtime: run \"{Id}\": mounting \"{Place}/volume\" at \"/volume\": {complaint}\n";
        Assert.Equal(new Outcome(status, output, error), run);
    }

    [Fact]
    public void Needs_a_user_namespace()
    {
        Config.Namespaces("mount", "pid", "uts", "ipc");
        Config.Remove("linux.uidMappings");
        Config.Remove("linux.gidMappings");
        WriteShell("true");

        Assert.Equal(
            Failure("run", "config.json: linux.namespaces: rootless container requires user namespaces"),
            CallAsUser("run", "--bundle", Bundle, Id));
    }

    [Fact]
    public void Limits_need_a_cgroup_that_the_user_may_write()
    {
        Config.Json("linux.resources", """{"pids":{"limit":10}}""");
        WriteShell("true");

        Assert.Equal(
            Failure("run", "rootless needs no limits + no cgrouppath when no permission is granted for cgroups"),
            CallAsUser("run", "--bundle", Bundle, Id));
        Assert.Empty(Directory.GetDirectories($"{_runtimeDirectory}/runtime"));
    }

    protected override void OnDispose()
    {
        if (Directory.Exists($"{_runtimeDirectory}/runtime/{Id}"))
        {
            CallAsUser("delete", "--force", Id);
        }
    }

    private void WriteShell(string script)
    {
        Config.Args("sh", "-c", script);
        WriteConfig();
    }

    private Outcome CallAsUser(params string[] words) => StartHost("setpriv", AsUser(words)[1..]).Wait();

    private Outcome CallWithPath(string path, params string[] words) => StartHost("setpriv", AsUserWithPath(path, words)[1..]).Wait();

    private string[] AsUser(params string[] words) => AsUserWithPath("/usr/bin:/bin", words);

    private string[] AsUserWithPath(string path, string[] words) =>
        ["setpriv", "--reuid", $"{User}", "--regid", $"{User}", "--clear-groups", "/usr/bin/env", "-i", $"PATH={path}", $"XDG_RUNTIME_DIR={_runtimeDirectory}", _program, .. words];
}
