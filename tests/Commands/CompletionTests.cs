using System.Diagnostics;
using Runtime.Commands;
using Xunit;

namespace Runtime.Tests.Commands;

public sealed class CompletionTests
{
    [Theory]
    [InlineData("runtime st", "start state")]
    [InlineData("runtime --log /x --de", "--debug")]
    [InlineData("runtime --log /x crea", "create")]
    [InlineData("runtime --log-format ", "text json")]
    [InlineData("runtime create --no-", "--no-pivot --no-new-keyring")]
    [InlineData("runtime completion f", "fish")]
    [InlineData("runtime help del", "delete")]
    [InlineData("runtime create --bundle /proc/sel", "/proc/self")]
    [InlineData("runtime kill w", "web worker")]
    public void Bash_completes(string line, string expected)
    {
        // The line ends where the cursor is; "runtime list" of the rules is answered here.
        string script = Completion.ForBash() +
            $$"""
            runtime() { printf 'web\nworker\n'; }
            line='{{line}}'
            read -ra COMP_WORDS <<< "$line"
            [[ $line == *' ' ]] && COMP_WORDS+=('')
            COMP_CWORD=$(( ${#COMP_WORDS[@]} - 1 ))
            _runtime
            echo "${COMPREPLY[*]}"
            """;
        using Process bash = Process.Start(new ProcessStartInfo("bash", ["-c", script]) { RedirectStandardOutput = true })!;

        Assert.Equal(expected + "\n", bash.StandardOutput.ReadToEnd());
        bash.WaitForExit();
        Assert.Equal(0, bash.ExitCode);
    }

    [Fact]
    public void Fish_knows_options_with_their_help()
    {
        string rules = Completion.ForFish();

        Assert.Contains(
            "complete -c runtime -n '__fish_seen_subcommand_from create' -l bundle -s b -x -a '(__fish_complete_directories)' -d 'the bundle; the current directory if not given'\n",
            rules,
            System.StringComparison.Ordinal);
        Assert.Contains("-l no-new-keyring -d 'keep the caller\\'s session keyring'\n", rules, System.StringComparison.Ordinal);
        Assert.DoesNotContain("kernel-memory", rules, System.StringComparison.Ordinal);
    }
}
