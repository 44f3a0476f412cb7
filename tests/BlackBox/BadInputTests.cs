using System;
using System.IO;
using Xunit;

namespace Runtime.Tests.BlackBox;

/// <summary>What is wrong is said in one line, ends with a status that is not zero, and leaves nothing.</summary>
public sealed class BadInputTests : ContainerTest
{
    [Theory]
    [InlineData("create")]
    [InlineData("run")]
    public void No_bundle(string command)
    {
        Assert.Equal(Failure(command, $"opening \"{Place}/missing\": no such file or directory (ENOENT)"), Call(command, "--bundle", $"{Place}/missing", Id));
        AssertNothingLeft();
    }

    [Theory]
    [InlineData("create")]
    [InlineData("run")]
    public void A_bundle_without_a_configuration(string command)
    {
        Assert.Equal(Failure(command, $"JSON specification file config.json not found in \"{Bundle}\""), Call(command, "--bundle", Bundle, Id));
        AssertNothingLeft();
    }

    [Theory]
    [InlineData("", "config.json: ")]
    [InlineData("{", "config.json: ")]
    [InlineData("[]", "config.json: ")]
    [InlineData("{\"ociVersion\":\"1.0.0\"}", "config.json: ")]
    [InlineData("{\"ociVersion\":1}", "config.json: ociVersion: ")]
    [InlineData("{\"ociVersion\":\"1.0.0\",\"root\":{\"path\":\"rootfs\"},\"mounts\":3}", "config.json: mounts: ")]
    public void Broken_json(string text, string start)
    {
        File.WriteAllText($"{Bundle}/config.json", text);

        Outcome create = Call("create", "--bundle", Bundle, Id);

        Assert.Equal((1, ""), (create.ExitCode, create.Output));
        Assert.StartsWith($"runtime: create \"{Id}\": {start}", create.Error, StringComparison.Ordinal);
        Assert.Equal(create.Error.Length - 1, create.Error.IndexOf('\n', StringComparison.Ordinal));
        AssertNothingLeft();
    }

    [Fact]
    public void A_missing_rootfs()
    {
        Config.Set("root.path", "missing");

        Assert.Equal(Failure("run", $"config.json: root.path: invalid rootfs: stat {Bundle}/missing: no such file or directory"), RunProgram("true"));
        AssertNothingLeft();
    }

    [Fact]
    public void A_rootfs_that_is_a_file()
    {
        File.WriteAllText($"{Bundle}/file", "");
        Config.Set("root.path", "file");

        Assert.Equal(Failure("run", $"config.json: root.path: invalid rootfs: stat {Bundle}/file: not a directory"), RunProgram("true"));
        AssertNothingLeft();
    }

    [Theory]
    [InlineData("state")]
    [InlineData("start")]
    [InlineData("kill")]
    [InlineData("delete")]
    [InlineData("pause")]
    [InlineData("resume")]
    [InlineData("ps")]
    public void An_unknown_id(string command)
    {
        Directory.CreateDirectory(StateRoot);

        Assert.Equal(Failure(command, "container does not exist"), Call(command, Id));
        AssertNothingLeft();
    }

    [Fact]
    public void An_unknown_id_to_exec()
    {
        Assert.Equal(Failure("exec", "container does not exist", 255), ExecShell("true"));
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("..")]
    [InlineData("a b")]
    [InlineData("ü")]
    public void An_id_that_is_none(string id)
    {
        Config.Args("true");
        WriteConfig();

        Assert.Equal(new Outcome(1, "", $"runtime: create \"{id}\": invalid container ID format\n"), Call("create", "--bundle", Bundle, id));
        AssertNothingLeft();
    }

    [Fact]
    public void A_missing_executable()
    {
        Assert.Equal(Failure("run", "exec: \"missing\": executable file not found in $PATH"), RunProgram("missing"));
        AssertNothingLeft();
    }

    [Theory]
    [InlineData("process.cwd", "\"relative\"", "process.cwd: Cwd must be an absolute path, got \"relative\"")]
    [InlineData("process.args", "[]", "process.args: args must not be empty")]
    [InlineData("process.env", "[\"novalue\"]", "process.env[0]: \"novalue\" is not of the form NAME=value")]
    [InlineData("linux.namespaces", "[{\"type\":\"pid\"},{\"type\":\"pid\"}]", "linux.namespaces[1].type: malformed spec file: duplicated ns \"pid\"")]
    [InlineData("linux.namespaces", "[{\"type\":\"mount\"},{\"type\":\"uts\"},{\"type\":\"user\"}]", "linux.namespaces: user namespaces enabled, but no namespace path to join nor mappings to apply specified")]
    [InlineData("linux.timeOffsets", "{\"boottime\":{\"secs\":1}}", "linux.timeOffsets: time namespace offsets specified, but time namespace isn't enabled in the config")]
    public void A_configuration_that_contradicts_itself(string member, string json, string message)
    {
        Config.Args("true");
        Config.Json(member, json);

        Assert.Equal(Failure("run", "config.json: " + message), Run());
        AssertNothingLeft();
    }

    [Fact]
    public void A_terminal_without_a_socket()
    {
        Config.Set("process.terminal", true);
        Config.Args("true");
        WriteConfig();

        Outcome create = Call("create", "--bundle", Bundle, Id);

        Assert.Equal(1, create.ExitCode);
        Assert.EndsWith("runtime: cannot allocate tty if runc will detach without setting console socket\n", create.Error, StringComparison.Ordinal);
        AssertNothingLeft();
    }

    [Theory]
    [InlineData(false, "create")]
    [InlineData(false, "run")]
    [InlineData(true, "run")] // it keeps the terminal itself
    public void A_socket_for_a_terminal_that_nobody_gets(bool hasTerminal, string command)
    {
        Config.Set("process.terminal", hasTerminal);
        Config.Args("true");
        WriteConfig();

        Outcome call = Call(command, "--console-socket", $"{Place}/socket", "--bundle", Bundle, Id);

        Assert.Equal(1, call.ExitCode);
        Assert.EndsWith("runtime: cannot use console socket if runc will not detach or allocate tty\n", call.Error, StringComparison.Ordinal);
        AssertNothingLeft();
    }

    [Theory]
    [InlineData(4096)]
    [InlineData(65536)]
    public void A_memory_limit_that_is_too_low_to_start(int limit)
    {
        Assert.SkipUnless(
            Directory.Exists("/sys/fs/cgroup/memory") || File.ReadAllText("/sys/fs/cgroup/cgroup.controllers").Contains("memory", StringComparison.Ordinal),
            "no cgroup here limits memory");
        Config.Json("linux.resources.memory", $$"""{"limit":{{limit}},"swap":{{limit}}}""");

        Outcome run = RunShell("true");

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Matches(
            $"^runtime: run \"{Id}\": container init was OOM-killed \\(memory limit too low\\?\\): linux.resources.memory.limit is {limit}: .+: the init was killed by signal 9\n$",
            run.Error);
        AssertNothingLeft();
    }

    [Fact]
    public void A_limit_above_the_callers()
    {
        // A test machine may be one where root can raise limits; a caller without CAP_SYS_RESOURCE never can.
        Config.Json("process.rlimits", """[{"type":"RLIMIT_NOFILE","soft":1024,"hard":1048577}]""");
        Config.Args("true");
        WriteConfig();

        Assert.Equal(
            Failure("run", "error setting rlimits for ready process: error setting rlimit type 7: setting RLIMIT_NOFILE to 1024, 1048577: operation not permitted (EPERM); the hard limit is above that of the caller, who has no CAP_SYS_RESOURCE"),
            CallFromShell("ulimit -n 4096; exec setpriv --bounding-set -sys_resource \"$@\"", "run", "--bundle", Bundle, Id));
        AssertNothingLeft();
    }
}
