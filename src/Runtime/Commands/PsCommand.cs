using System.Globalization;
using System.Text;
using Runtime.State;

namespace Runtime.Commands;

/// <summary>Lists the processes of a container.</summary>
internal sealed class PsCommand() : Command("ps", "<container-id> [ps-option...]", "list the processes of a container")
{
    private readonly Option _format = new("format", 'f', OptionKind.Text, "the form of the output") { Value = "table|json", Default = "table" };

    public override string Description =>
        """
        The processes are numbered as on the host. Options of ps(1) are not supported:
        ps -f -p $(runtime ps --format json <container-id> | tr -d '[]')
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

        if (arguments.Length > 1)
        {
            throw new UsageException("options of ps(1) are not supported");
        }

        using var container = KnownContainer.Open(global, arguments[0]);
        int[] pids = (container.Cgroup ?? throw StateException.NoCgroup()).GetPids();
        Output.Write(format == "json" ? Json(pids) : Table(pids));
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

    private static string Table(int[] pids)
    {
        StringBuilder text = new("PID\n");
        foreach (int pid in pids)
        {
            text.Append(pid.ToString(CultureInfo.InvariantCulture)).Append('\n');
        }

        return text.ToString();
    }
}
