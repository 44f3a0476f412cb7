using System.IO;

using Runtime.Shim;
using Runtime.Shim.Birth;
using Runtime.Shim.Conmon;
using Runtime.Shim.Streams;

using Xunit;

namespace Runtime.Tests.Shim.Conmon;

public class ConmonOptionsTests
{
    private static readonly string[] s_least = ["-c", "id", "-u", "uuid", "-r", "/bin/true", "-l", "none"];

    [Fact]
    public void What_is_not_given_has_a_default()
    {
        ConmonOptions options = Read(s_least);

        Assert.Equal(Directory.GetCurrentDirectory(), options.Bundle);
        Assert.Equal(Directory.GetCurrentDirectory() + "/pidfile-id", options.PidFile);
        Assert.Equal("/var/run/crio", options.SocketDirectory);
        Assert.Equal(0, options.ExitDelay);
        Assert.Equal(0, options.Timeout);
        Assert.Null(options.ExitCommand);
        Assert.False(options.HasApiVersion);
    }

    [Fact]
    public void Clients_know_the_long_path_with_full_attach()
    {
        Assert.Null(Read([.. s_least, "--full-attach", "--socket-dir-path", "/run/x"]).SocketDirectory);
    }

    [Fact]
    public void Exec_of_CRIO_has_neither_bundle_nor_unique_id()
    {
        ConmonOptions options = Read(["-c", "id", "-r", "/bin/true", "-l", "/log", "-e", "--exec-process-spec", "spec"]);

        Assert.Null(options.Bundle);
        Assert.Equal("id", options.Uuid);
    }

    [Theory]
    [InlineData("the container's id is not given; use --cid", "-u", "uuid", "-r", "/bin/true", "-l", "none")]
    [InlineData("the container's unique id is not given; use --cuuid", "-c", "id", "-r", "/bin/true", "-l", "none")]
    [InlineData("the OCI runtime is not given; use --runtime", "-c", "id", "-u", "uuid", "-l", "none")]
    [InlineData("the log driver is not given; use --log-path", "-c", "id", "-u", "uuid", "-r", "/bin/true")]
    [InlineData("the process to execute is not given; use --exec-process-spec", "-c", "id", "-u", "uuid", "-r", "/bin/true", "-l", "none", "-e")]
    [InlineData("--exec and --restore exclude each other", "-c", "id", "-u", "uuid", "-r", "/bin/true", "-l", "none", "-e", "--exec-process-spec", "s", "--restore", "d")]
    [InlineData("--exec-attach needs --exec and --api-version", "-c", "id", "-u", "uuid", "-r", "/bin/true", "-l", "none", "--exec-attach")]
    [InlineData("the OCI runtime \"/absent\" cannot be executed", "-c", "id", "-u", "uuid", "-r", "/absent", "-l", "none")]
    [InlineData("no such log driver \"papyrus\"", "-c", "id", "-u", "uuid", "-r", "/bin/true", "-l", "papyrus:/log")]
    [InlineData("the log driver \"k8s-file\" needs a path", "-c", "id", "-u", "uuid", "-r", "/bin/true", "-l", "k8s-file")]
    [InlineData("no such log level \"loud\"", "-c", "id", "-u", "uuid", "-r", "/bin/true", "-l", "none", "--log-level", "loud")]
    [InlineData("the log \"/var/../log\" is in none of the folders of --log-allowlist-dir", "-c", "id", "-u", "uuid", "-r", "/bin/true", "-l", "/var/../log", "--log-allowlist-dir", "/var")]
    [InlineData(
        "the log label \"colour=red=blue\" is not LABEL=VALUE, with capital letters, digits and underscores before one equals sign",
        "-c", "id", "-u", "uuid", "-r", "/bin/true", "-l", "journald", "--log-label", "colour=red=blue")]
    public void What_cannot_be_done_is_refused(string message, params string[] words)
    {
        Assert.Equal(message, Assert.Throws<UsageException>(() => Read(words)).Message);
    }

    [Fact]
    public void Runtime_creates_a_container()
    {
        ConmonOptions options = Read([.. s_least, "-b", "/b", "-p", "/p", "-s", "--runtime-arg", "--log", "--runtime-arg=x", "--no-pivot", "--no-new-keyring", "--runtime-opt", "--keep"]);

        ProgramCall call = RuntimeCommand.Of(options, "/console");

        Assert.Equal(
            ["/bin/true", "--systemd-cgroup", "--log", "x", "create", "--bundle", "/b", "--pid-file", "/p", "--no-pivot", "--no-new-keyring", "--keep", "--console-socket", "/console", "id"],
            call.Arguments);
    }

    [Fact]
    public void Runtime_restores_a_container()
    {
        ProgramCall call = RuntimeCommand.Of(Read([.. s_least, "-b", "/b", "-p", "/p", "--restore", "/image"]), null);

        Assert.Equal(["/bin/true", "restore", "--bundle", "/b", "--pid-file", "/p", "--detach", "--image-path", "/image", "--work-path", "/b", "id"], call.Arguments);
    }

    [Fact]
    public void Runtime_executes_one_more_process()
    {
        ProgramCall call = RuntimeCommand.Of(Read([.. s_least, "-e", "--exec-process-spec", "/s", "-p", "/p", "-s"]), null);

        Assert.Equal(["/bin/true", "exec", "--pid-file", "/p", "--process", "/s", "--detach", "id"], call.Arguments);
    }

    [Fact]
    public void Logs_are_limited_only_by_what_is_positive()
    {
        Assert.Equal(new LogLimits(null, null, 0), Read([.. s_least, "--log-size-max", "-1", "--log-global-size-max", "0"]).Logs.Limits);
        Assert.Equal(new LogLimits(100, 200, 3), Read([.. s_least, "--log-size-max", "100", "--log-global-size-max=200", "--log-rotate", "--log-max-files", "3"]).Logs.Limits);
    }

    [Fact]
    public void Log_paths_name_their_drivers()
    {
        ConmonOptions options = Read(["-c", "id", "-u", "uuid", "-r", "/bin/true", "-l", "k8s-file:/a", "-l", ":/b", "-l", "/c", "-l", "journald:", "-l", "off"]);

        Assert.Equal(
            [new(LogDriver.File, "/a"), new(LogDriver.File, "/b"), new(LogDriver.File, "/c"), new(LogDriver.Journald, null), new(LogDriver.None, null)],
            options.Logs.Targets);
        Assert.False(options.Logs.PassesThrough);
        Assert.True(Read([.. s_least, "-l", "passthrough"]).Logs.PassesThrough);
    }

    private static ConmonOptions Read(string[] words)
    {
        return ConmonOptions.Of(OptionReader.Read(words));
    }
}
