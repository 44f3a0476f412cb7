using Runtime.Shim;
using Runtime.Shim.Conmon;

using Xunit;

namespace Runtime.Tests.Shim.Conmon;

public class OptionReaderTests
{
    [Fact]
    public void Values_follow_in_every_form_that_GLib_reads()
    {
        var options = OptionReader.Read(["-c", "one", "-uuuid", "--name=web", "--runtime", "/bin/true", "-ti", "-T5", "--timeout=7"]);

        Assert.Equal("one", options.Text("cid"));
        Assert.Equal("uuid", options.Text("cuuid"));
        Assert.Equal("web", options.Text("name"));
        Assert.Equal("/bin/true", options.Text("runtime"));
        Assert.True(options.Has("terminal"));
        Assert.True(options.Has("stdin"));
        Assert.Equal(7, options.Number("timeout"));
    }

    [Fact]
    public void Other_words_are_ignored()
    {
        var options = OptionReader.Read(["--api-version", "1", "-", "-c", "one", "--", "--nonsense"]);

        Assert.True(options.Has("api-version"));
        Assert.Equal("one", options.Text("cid"));
    }

    [Fact]
    public void Option_may_be_given_many_times_and_be_empty()
    {
        var options = OptionReader.Read(["--exit-command-arg", "container", "--exit-command-arg", "", "--exit-command-arg=--rm", "--runtime-arg=--log=x"]);

        Assert.Equal(["container", "", "--rm"], options.Texts("exit-command-arg"));
        Assert.Equal(["--log=x"], options.Texts("runtime-arg"));
        Assert.Empty(options.Texts("log-path"));
        Assert.Null(options.Text("log-path"));
    }

    [Fact]
    public void Value_may_begin_with_a_dash()
    {
        Assert.Equal(-1, OptionReader.Read(["--log-size-max", "-1"]).Number("log-size-max"));
    }

    [Theory]
    [InlineData("unknown option \"--nonsense\"", "--nonsense")]
    [InlineData("unknown option \"--nonsense=1\"", "--nonsense=1")]
    [InlineData("unknown option \"-tX\"", "-tX")]
    [InlineData("a value for --cid is missing", "--cid")]
    [InlineData("a value for -c is missing", "-c")]
    [InlineData("--sync takes no value", "--sync=yes")]
    [InlineData("\"soon\" is no number for --timeout", "--timeout=soon")]
    [InlineData("\"\" is no number for --exit-delay", "--exit-delay", "")]
    public void What_cannot_be_read_is_refused(string message, params string[] words)
    {
        Assert.Equal(message, Assert.Throws<UsageException>(() => OptionReader.Read(words)).Message);
    }

    [Fact]
    public void Every_name_is_there_once()
    {
        System.Collections.Generic.HashSet<string> names = [];
        foreach (OptionRow row in OptionTable.Rows)
        {
            Assert.True(names.Add(row.Long), row.Long);
            Assert.True(row.Short == '\0' || names.Add(row.Short.ToString()), row.Long);
        }
    }
}
