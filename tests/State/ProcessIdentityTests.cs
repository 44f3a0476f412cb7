using System.Diagnostics;
using System.IO;
using Runtime.State;
using Runtime.Syscalls;
using Xunit;

namespace Runtime.Tests.State;

public sealed class ProcessIdentityTests
{
    [Fact]
    public void Start_time_is_that_of_proc()
    {
        int pid = System.Environment.ProcessId;
        string[] fields = File.ReadAllText($"/proc/{pid}/stat").Split(") ")[^1].Split(' ');

        Assert.Equal(fields[22 - 3], ProcessIdentity.Find(pid)!.Value.StartTime.ToString());
    }

    [Fact] // the name is the program's own choice
    public void Name_with_spaces_and_parentheses_does_not_confuse()
    {
        using TemporaryDirectory place = new();
        string program = $"{place.Path}/a) R 1 (b";
        File.Copy("/bin/sleep", program);
        using Process process = Process.Start(program, "1000");
        try
        {
            string stat = File.ReadAllText($"/proc/{process.Id}/stat");
            Assert.Equal(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[19], ProcessIdentity.Find(process.Id)!.Value.StartTime.ToString());
        }
        finally
        {
            process.Kill();
        }
    }

    [Fact]
    public void Zombie_is_nobody()
    {
        // The shell leaves its child unreaped: it has become sleep, which waits for nobody.
        using Process parent = Process.Start(new ProcessStartInfo("sh", ["-c", "sh -c 'echo $$' & exec sleep 1000"]) { RedirectStandardOutput = true })!;
        try
        {
            int child = int.Parse(parent.StandardOutput.ReadLine()!, System.Globalization.CultureInfo.InvariantCulture);
            Assert.True(SpinUntilZombie(child));
            Assert.Null(ProcessIdentity.Find(child));
        }
        finally
        {
            parent.Kill();
        }
    }

    [Fact]
    public void Pidfd_is_opened_only_for_the_same_process()
    {
        using Process process = Process.Start("sleep", "1000");
        ProcessIdentity identity = ProcessIdentity.Find(process.Id)!.Value;

        using (Descriptor? same = identity.Open())
        {
            Assert.NotNull(same);
        }

        Assert.Null(new ProcessIdentity(identity.Pid, identity.StartTime + 1).Open());
        process.Kill();
        process.WaitForExit();
        Assert.Null(identity.Open());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public void No_process_is_null(int pid)
    {
        Assert.Null(ProcessIdentity.Find(pid));
        Assert.Null(new ProcessIdentity(pid, 0).Open());
    }

    private static bool SpinUntilZombie(int pid) =>
        System.Threading.SpinWait.SpinUntil(() => File.ReadAllText($"/proc/{pid}/stat").Contains(") Z ", System.StringComparison.Ordinal), 10_000);
}
