using System.Collections.Generic;
using System.Globalization;
using System.Text;
using Runtime.State;
using Runtime.Syscalls;

namespace Runtime.Commands;

/// <summary>Lists the containers under a root.</summary>
internal sealed class ListCommand() : Command("list", "", "list the containers under this root")
{
    private readonly Option _format = new("format", 'f', OptionKind.Text, "the form of the output") { Value = "table|json", Default = "table" };
    private readonly Option _quiet = new("quiet", 'q', OptionKind.Switch, "print only the ids");

    public override Option[] Options => [_format, _quiet];

    public override int Run(GlobalOptions global, string[] arguments)
    {
        string format = _format.TextOrDefault();
        if (format is not ("table" or "json"))
        {
            throw new UsageException("invalid format option");
        }

        List<ListedContainer> containers = Find(global);
        if (_quiet.IsOn)
        {
            Output.Write(Ids(containers));
        }
        else if (format == "json")
        {
            Output.Write(Json(containers));
        }
        else
        {
            Output.Write(Table(containers));
        }

        return 0;
    }

    private static List<ListedContainer> Find(GlobalOptions global)
    {
        List<ListedContainer> containers = [];
        using StateRoot? root = StateRoot.Open(global.RootPath);
        if (root is null)
        {
            // Nothing was started yet; a root somebody named should be there.
            return global.IsRootGiven ? throw new KernelException($"opening {Quoted.Text(global.RootPath)}", Errno.ENOENT) : containers;
        }

        UserNames owners = new();
        foreach (string id in root.List())
        {
            try
            {
                using var container = KnownContainer.Open(root, id);
                ContainerStatus status = container.Status();
                containers.Add(new ListedContainer(container.State, status, container.Exit(status), owners.Of(container.Directory.Owner)));
            }
            catch (RuntimeException e)
            {
                // One that is broken, or just being deleted, must not hide the others.
                Log.Note($"load container {id}: {e.Message}");
            }
        }

        return containers;
    }

    private static string Ids(List<ListedContainer> containers)
    {
        StringBuilder text = new();
        foreach (ListedContainer container in containers)
        {
            text.Append(container.State.Id).Append('\n');
        }

        return text.ToString();
    }

    private static string Json(List<ListedContainer> containers)
    {
        if (containers.Count == 0)
        {
            return "null\n";
        }

        var text = JsonText.OneLine();
        text.WriteStartArray();
        foreach (ListedContainer container in containers)
        {
            StateDocument.Write(text, container.State, container.Status, container.Exit, container.Owner);
        }

        text.WriteEndArray();
        return Encoding.UTF8.GetString(text.Bytes) + "\n";
    }

    private static string Table(List<ListedContainer> containers)
    {
        List<string[]> rows = [["ID", "PID", "STATUS", "BUNDLE", "CREATED", "OWNER"]];
        foreach (ListedContainer container in containers)
        {
            ContainerState state = container.State;
            int pid = container.Status == ContainerStatus.Stopped ? 0 : state.Pid;
            rows.Add(
                [state.Id, pid.ToString(CultureInfo.InvariantCulture), ContainerStatusName.Of(container.Status), state.Bundle, state.Created, container.Owner]);
        }

        return TextTable.Format(rows);
    }

    private sealed record ListedContainer(ContainerState State, ContainerStatus Status, ExitRecord? Exit, string Owner);
}
