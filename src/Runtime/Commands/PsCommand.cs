using System.Text;
using Runtime.State;

namespace Runtime.Commands;

/// <summary>Lists the processes of a container.</summary>
internal sealed class PsCommand() : Command("ps", "<container-id> [ps-option...]", "list the processes of a container")
{
    private readonly Option _format = new("format", 'f', OptionKind.Text, "the form of the output") { Value = "table|json", Default = "table" };

    public override string Description =>
        """
        The table is that of the host's ps(1), to which the options are given; -ef if
        there are none. The processes are numbered as on the host.
        """;

    public override Option[] Options => [_format];

    public override bool StopsAtFirstArgument => true;

    public override int Run(GlobalOptions global, string[] arguments)
    {
        string format = _format.TextOrDefault();
        if (format is not ("table" or "json"))
        {
            throw new UsageException("invalid format option");
        }

        using var container = KnownContainer.Open(global, arguments[0]);
        int[] pids = (container.Cgroup ?? throw StateException.NoCgroup()).GetPids();
        Output.Write(format == "json" ? Json(pids) : HostProcesses.Table(pids, arguments.Length > 1 ? arguments[1..] : ["-ef"]));
        return 0;
    }

    private static string Json(int[] pids)
    {
        var text = JsonText.OneLine();
        text.WriteStartArray();
        foreach (int pid in pids)
        {
            text.WriteNumberValue(pid);
        }

        text.WriteEndArray();
        return Encoding.UTF8.GetString(text.Bytes) + "\n";
    }
}
