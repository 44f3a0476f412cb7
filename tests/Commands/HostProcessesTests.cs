using Runtime.Commands;
using Xunit;

namespace Runtime.Tests.Commands;

public sealed class HostProcessesTests
{
    private const string Table = "UID        PID  PPID CMD\nroot         1     0 init 22\nroot        22     1 sleep 1\nroot       221     1 sleep 22\n";

    [Theory]
    [InlineData("UID        PID  PPID CMD\nroot        22     1 sleep 1\n", 22)]
    [InlineData("UID        PID  PPID CMD\nroot         1     0 init 22\nroot       221     1 sleep 22\n", 221, 1)]
    [InlineData("UID        PID  PPID CMD\n", 2)]
    public void Lines_of_other_processes_go(string kept, params int[] pids)
    {
        Assert.Equal(kept, HostProcesses.Filter(Table, pids));
    }

    [Theory]
    [InlineData("")]
    [InlineData("CMD\ninit\n")]
    [InlineData("PPID CMD\n1 init\n")]
    public void Table_without_pids_is_an_error(string table)
    {
        UsageException e = Assert.Throws<UsageException>(() => HostProcesses.Filter(table, [1]));

        Assert.Equal("ps shows no column PID with these options", e.Message);
    }
}
