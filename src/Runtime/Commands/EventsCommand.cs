using System;
using System.Buffers;
using System.Text.Json;
using Runtime.Resources;
using Runtime.State;
using Runtime.Syscalls;
using static Runtime.Syscalls.Flags;

namespace Runtime.Commands;

/// <summary>Reports statistics and out-of-memory kills, one JSON object a line, until the container ends.</summary>
internal sealed class EventsCommand() : Command("events", "<container-id>", "report resource usage and out-of-memory kills")
{
    private readonly Option _interval = new("interval", '\0', OptionKind.Text, "the time between two reports") { Value = "DURATION", Default = "5s" };
    private readonly Option _stats = new("stats", '\0', OptionKind.Switch, "report usage once and end");

    public override Option[] Options => [_interval, _stats];

    public override int Run(GlobalOptions global, string[] arguments)
    {
        if (!GoDuration.TryReadMilliseconds(_interval.TextOrDefault(), out int interval))
        {
            throw new UsageException($"invalid value \"{_interval.Text}\" for flag -interval: not a duration such as 5s");
        }

        if (interval <= 0)
        {
            throw new UsageException("duration interval must be greater than 0");
        }

        using var container = KnownContainer.Open(global, arguments[0]);
        using Descriptor process = container.State.Process.Open()
            ?? throw new StateException("container-not-running", $"container with id {container.State.Id} is not running");
        Cgroup cgroup = container.Cgroup ?? throw StateException.NoCgroup();
        cgroup.Open();
        if (_stats.IsOn)
        {
            WriteStats(container, cgroup);
        }
        else
        {
            Watch(container, process, cgroup, interval);
        }

        return 0;
    }

    private static void Watch(KnownContainer container, Descriptor process, Cgroup cgroup, int interval)
    {
        using OomWatch? oom = cgroup.WatchOom();
        long next = Environment.TickCount64 + interval;
        while (true)
        {
            // poll(2) passes over a negative descriptor.
            Span<pollfd> files =
            [
                new pollfd { fd = process.Number, events = (short)POLLIN },
                new pollfd { fd = oom?.Ready.Number ?? -1, events = oom?.Events ?? 0 },
            ];
            Kernel.Poll(files, (int)Math.Max(0, next - Environment.TickCount64));
            if (oom is not null && files[1].revents != 0)
            {
                // Several kills at once are one message, as with runc.
                if (oom.Take() > 0)
                {
                    WriteOom(container.State.Id);
                }
            }

            if (files[0].revents != 0)
            {
                return;
            }

            if (Environment.TickCount64 >= next)
            {
                WriteStats(container, cgroup);
                next += interval;
            }
        }
    }

    private static void WriteOom(string id)
    {
        var text = JsonText.OneLine();
        text.WriteStartObject();
        text.WriteString("type", "oom");
        text.WriteString("id", id);
        text.WriteEndObject();
        Output.Write([.. text.Bytes, (byte)'\n']);
    }

    private static void WriteStats(KnownContainer container, Cgroup cgroup)
    {
        ArrayBufferWriter<byte> bytes = new(4096);
        using Utf8JsonWriter writer = new(bytes);
        writer.WriteStartObject();
        writer.WriteString("type", "stats");
        writer.WriteString("id", container.State.Id);
        writer.WritePropertyName("data");
        CgroupStatsJson.Write(writer, cgroup.ReadStats(), SavedCgroups.FindResctrl(container.State) is ResctrlGroup group ? ResctrlStats.Read(group) : null);
        writer.WriteEndObject();
        writer.Flush();
        Output.Write([.. bytes.WrittenSpan, (byte)'\n']);
    }
}
