using Runtime.Commands;
using Xunit;

namespace Runtime.Tests.Commands;

public sealed class ManPageTests
{
    [Fact]
    public void Page_of_completion_is()
    {
        Assert.Equal(
            $$"""
            .TH RUNTIME-COMPLETION 8 "" "runtime {{ProgramVersion.Number}}"
            .SH NAME
            runtime\-completion \- print completion rules for a shell
            .SH SYNOPSIS
            .B runtime completion
            [options] <bash|zsh|fish>
            .SH DESCRIPTION
            .PP
            .nf
            bash: source <(runtime completion bash)
            zsh:  source <(runtime completion zsh)
            fish: runtime completion fish | source
            .fi
            .SH SEE ALSO
            \fBruntime\fR(8)

            """,
            ManPage.OfCommand(new CompletionCommand()));
    }

    [Fact]
    public void Options_have_their_help_and_no_bare_minus()
    {
        Assert.Contains(
            ".TP\n\\fB\\-\\-log\\-format text|json\\fR\nthe form of the lines in the log file (default: text)\n",
            ManPage.OfProgram(),
            System.StringComparison.Ordinal);
    }
}
