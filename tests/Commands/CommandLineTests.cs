using Runtime.Commands;
using Xunit;

namespace Runtime.Tests.Commands;

public sealed class CommandLineTests
{
    [Fact] // as containerd's shim calls it through go-runc
    public void Create_of_containerd_is_understood()
    {
        CommandLine line = Read(
            "--root", "/run/containerd/runc/k8s.io", "--log", "/b/log.json", "--log-format", "json", "--systemd-cgroup",
            "create", "--bundle", "/b", "--pid-file", "/b/init.pid", "-no-pivot", "--preserve-fds=2", "web");

        CreateCommand create = Assert.IsType<CreateCommand>(line.Command);
        Assert.Equal(["web"], line.Arguments);
        Assert.Equal("/run/containerd/runc/k8s.io", line.Global.RootPath);
        Assert.Equal("/b/log.json", line.Global.LogFile);
        Assert.True(line.Global.IsLogJson);
        Assert.Equal(LogLevel.Error, line.Global.LogLevel);
        Assert.Equal(CgroupDriver.Systemd, line.Global.CgroupDriver);
        Assert.Equal("/b", Find(create, "bundle").Text);
        Assert.Equal("/b/init.pid", Find(create, "pid-file").Text);
        Assert.True(Find(create, "no-pivot").IsOn);
        Assert.Equal(2, Find(create, "preserve-fds").Number);
        Assert.False(Find(create, "no-new-keyring").IsGiven);
    }

    [Theory]
    [InlineData("--bundle", "/b")]
    [InlineData("-bundle", "/b")]
    [InlineData("--bundle=/b")]
    [InlineData("-bundle=/b")]
    [InlineData("-b", "/b")]
    [InlineData("--b", "/b")]
    [InlineData("-b=/b")]
    public void Option_may_be_written_as(params string[] words)
    {
        CommandLine line = Read(["run", .. words, "web"]);

        Assert.Equal("/b", Find(line.Command!, "bundle").Text);
        Assert.Equal(["web"], line.Arguments);
    }

    [Theory]
    [InlineData("--detach", true)]
    [InlineData("-d", true)]
    [InlineData("--detach=true", true)]
    [InlineData("--detach=1", true)]
    [InlineData("--detach=false", false)]
    [InlineData("-d=0", false)]
    public void Switch_may_be_written_as(string word, bool isOn)
    {
        CommandLine line = Read("run", word, "web");

        Assert.Equal(isOn, Find(line.Command!, "detach").IsOn);
    }

    [Fact]
    public void Options_may_follow_the_arguments()
    {
        CommandLine line = Read("run", "web", "-d", "--bundle", "/b");

        Assert.Equal(["web"], line.Arguments);
        Assert.True(Find(line.Command!, "detach").IsOn);
        Assert.Equal("/b", Find(line.Command!, "bundle").Text);
    }

    [Fact]
    public void Options_of_the_program_run_by_exec_are_its_own()
    {
        CommandLine line = Read("exec", "-t", "-e", "A=1,2", "-e", "B=", "web", "ls", "-t", "--", "-e");

        Assert.Equal(["web", "ls", "-t", "--", "-e"], line.Arguments);
        Assert.True(Find(line.Command!, "tty").IsOn);
        Assert.Equal(["A=1,2", "B="], Find(line.Command!, "env").Texts);
    }

    [Theory]
    [InlineData("kill", "web", "-9")]
    [InlineData("ps", "web", "-ef")]
    public void Options_after_the_id_are_arguments_of(params string[] words)
    {
        Assert.Equal(words[1..], Read(words).Arguments);
    }

    [Fact]
    public void Everything_after_two_dashes_is_an_argument()
    {
        Assert.Equal(["-d"], Read("run", "--", "-d").Arguments);
    }

    [Fact]
    public void A_lone_dash_is_a_value()
    {
        CommandLine line = Read("update", "--resources", "-", "web");

        Assert.Equal("-", Find(line.Command!, "resources").Text);
    }

    [Fact]
    public void A_negative_number_is_a_value()
    {
        CommandLine line = Read("update", "--pids-limit", "-1", "web");

        Assert.Equal(-1, Find(line.Command!, "pids-limit").Number);
    }

    [Theory]
    [InlineData("flag provided but not defined: -bogus", "kill", "--bogus", "web")]
    [InlineData("flag provided but not defined: -bogus", "--bogus", "list")]
    [InlineData("flag needs an argument: -bundle", "run", "web", "--bundle")]
    [InlineData("invalid value \"x\" for flag -preserve-fds: not a number", "run", "--preserve-fds", "x", "web")]
    [InlineData("invalid value \"x\" for flag -detach: not a boolean", "run", "--detach=x", "web")]
    [InlineData("invalid log-format: xml", "--log-format", "xml", "list")]
    [InlineData("invalid log-level: loud", "--log-level", "loud", "list")]
    [InlineData("invalid cgroup-manager: none", "--cgroup-manager", "none", "list")]
    [InlineData("invalid value \"maybe\" for flag -rootless: it is true, false or auto", "--rootless", "maybe", "list")]
    [InlineData("Option --root argument should not be set to /", "--root", "/", "list")]
    public void Wrong_option_is_refused_with_the_help(string message, params string[] words)
    {
        UsageException e = Refuse(words);

        Assert.Equal(message, e.Message);
        Assert.StartsWith($"Incorrect Usage: {message}\n\nNAME:\n", e.Help, System.StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"start\" requires exactly 1 argument(s)", "start")]
    [InlineData("\"start\" requires exactly 1 argument(s)", "start", "a", "b")]
    [InlineData("\"list\" requires exactly 0 argument(s)", "list", "a")]
    [InlineData("\"kill\" requires a minimum of 1 argument(s)", "kill")]
    [InlineData("\"kill\" requires a maximum of 2 argument(s)", "kill", "a", "9", "b")]
    [InlineData("\"exec\" requires a minimum of 1 argument(s)", "exec")]
    [InlineData("\"run\" requires exactly 1 argument(s)", "run")]
    public void Wrong_number_of_arguments_is_refused_with_the_help(string message, params string[] words)
    {
        UsageException e = Refuse(words);

        Assert.Equal(message, e.Message);
        Assert.StartsWith($"Incorrect Usage.\n\nNAME:\n   runtime {words[0]} - ", e.Help, System.StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--pid-file=/a b", "--pid-file", "/a b")]
    [InlineData("--preserve-fds=3", "--preserve-fds", "3")]
    [InlineData("--no-pivot", "--no-pivot=true")]
    [InlineData("--no-pivot=false", "--no-pivot=false")]
    public void Option_that_was_read_can_be_written(string word, params string[] words)
    {
        Option[] given = System.Array.FindAll(Read(["create", .. words, "web"]).Command!.Options, option => option.IsGiven);

        Assert.Equal([word], Assert.Single(given).Words());
    }

    [Theory]
    [InlineData("No help topic for 'foo'", "foo")]
    [InlineData("No help topic for 'foo'", "foo", "-h")]
    [InlineData("checkpoint is not supported", "checkpoint", "web")]
    [InlineData("restore is not supported", "restore", "--image-path", "x", "web")]
    public void Unknown_command_is_refused_by_name(string message, params string[] words)
    {
        UsageException e = Refuse(words);

        Assert.Equal(message, e.Message);
        Assert.Equal("", e.Help);
    }

    [Fact]
    public void Without_arguments_the_help_is_the_answer()
    {
        CommandLine line = Read();

        Assert.Null(line.Command);
        Assert.Equal(Usage.OfProgram(), line.Text);
    }

    [Theory]
    [InlineData("kill", "-h")]
    [InlineData("kill", "--help")]
    [InlineData("--help", "kill")]
    public void Help_of_a_command_needs_no_arguments(params string[] words)
    {
        CommandLine line = Read(words);

        Assert.Null(line.Command);
        Assert.Equal(Usage.OfCommand(new KillCommand()), line.Text);
    }

    [Theory]
    [InlineData("--version")]
    [InlineData("-v")]
    public void Version_is_in_the_form_go_runc_reads(string word)
    {
        string[] lines = Read(word).Text.Split('\n');

        Assert.StartsWith("runc version 1.5.0+runtime-", lines[0], System.StringComparison.Ordinal);
        Assert.StartsWith("commit: ", lines[1], System.StringComparison.Ordinal);
        Assert.Equal(["spec: 1.3.0", ""], lines[2..]);
    }

    [Theory]
    [InlineData(LogLevel.Error)]
    [InlineData(LogLevel.Warning, "--log", "/x")]
    [InlineData(LogLevel.Error, "--log", "/x", "--log-format", "json")]
    [InlineData(LogLevel.Error, "--log", "/x", "--log-level", "error")]
    [InlineData(LogLevel.Warning, "--log-level", "warning")]
    [InlineData(LogLevel.Debug, "--log-level", "debug")]
    [InlineData(LogLevel.Debug, "--debug", "--log-format=json")]
    internal void Log_level_is_that_of(LogLevel level, params string[] words)
    {
        Assert.Equal(level, Read([.. words, "list"]).Global.LogLevel);
    }

    private static CommandLine Read(params string[] words)
    {
        CommandLine line = new();
        line.Read(words);
        return line;
    }

    private static UsageException Refuse(string[] words) => Assert.Throws<UsageException>(() => Read(words));

    private static Option Find(Command command, string name) => Assert.Single(command.Options, option => option.Name == name);
}
