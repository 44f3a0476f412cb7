using System;
using System.Text.Json;

namespace Runtime.Commands;

/// <summary>The config.json that <c>spec</c> writes: byte for byte that of runc, because scripts edit it.</summary>
internal static class ExampleSpec
{
    private static readonly string[] s_capabilities = ["CAP_AUDIT_WRITE", "CAP_KILL", "CAP_NET_BIND_SERVICE"];

    /// <summary>For a caller with every right.</summary>
    public static JsonText Privileged(bool hasCgroupNamespace) => Compose(
        [
            new("/proc", "proc", "proc"),
            new("/dev", "tmpfs", "tmpfs", "nosuid", "strictatime", "mode=755", "size=65536k"),
            new("/dev/pts", "devpts", "devpts", "nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620", "gid=5"),
            new("/dev/shm", "tmpfs", "shm", "nosuid", "noexec", "nodev", "mode=1777", "size=65536k"),
            new("/dev/mqueue", "mqueue", "mqueue", "nosuid", "noexec", "nodev"),
            new("/sys", "sysfs", "sysfs", "nosuid", "noexec", "nodev", "ro"),
            new("/sys/fs/cgroup", "cgroup", "cgroup", "nosuid", "noexec", "nodev", "relatime", "ro"),
        ],
        WriteDeviceRule,
        hasCgroupNamespace ? ["pid", "network", "ipc", "uts", "mount", "cgroup"] : ["pid", "network", "ipc", "uts", "mount"]);

    /// <summary>For a caller who is root only inside a user namespace of one id: no gid 5 there, and no sysfs without a network namespace.</summary>
    public static JsonText Rootless(bool hasCgroupNamespace, uint uid, uint gid) => Compose(
        [
            new("/proc", "proc", "proc"),
            new("/dev", "tmpfs", "tmpfs", "nosuid", "strictatime", "mode=755", "size=65536k"),
            new("/dev/pts", "devpts", "devpts", "nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620"),
            new("/dev/shm", "tmpfs", "shm", "nosuid", "noexec", "nodev", "mode=1777", "size=65536k"),
            new("/dev/mqueue", "mqueue", "mqueue", "nosuid", "noexec", "nodev"),
            new("/sys", "none", "/sys", "rbind", "nosuid", "noexec", "nodev", "ro"),
            new("/sys/fs/cgroup", "cgroup", "cgroup", "nosuid", "noexec", "nodev", "relatime", "ro"),
        ],
        writer =>
        {
            WriteMapping(writer, "uidMappings", uid);
            WriteMapping(writer, "gidMappings", gid);
        },
        hasCgroupNamespace ? ["pid", "ipc", "uts", "mount", "cgroup", "user"] : ["pid", "ipc", "uts", "mount", "user"]);

    private static JsonText Compose(Mount[] mounts, Action<Utf8JsonWriter> writeRights, string[] namespaces)
    {
        var text = JsonText.IndentedByTabs();
        Utf8JsonWriter writer = text.Writer;
        writer.WriteStartObject();
        writer.WriteString("ociVersion", ProgramVersion.Spec);
        WriteProcess(text);
        writer.WriteStartObject("root");
        writer.WriteString("path", "rootfs");
        writer.WriteBoolean("readonly", true);
        writer.WriteEndObject();
        writer.WriteString("hostname", "runc");
        writer.WriteStartArray("mounts");
        foreach (Mount mount in mounts)
        {
            WriteMount(text, mount);
        }

        writer.WriteEndArray();
        writer.WriteStartObject("linux");
        writeRights(writer);
        WriteNamespaces(writer, namespaces);
        text.WriteStrings(
            "maskedPaths",
            ["/proc/acpi", "/proc/asound", "/proc/kcore", "/proc/keys", "/proc/latency_stats", "/proc/timer_list", "/proc/timer_stats", "/proc/sched_debug", "/sys/firmware", "/proc/scsi"]);
        text.WriteStrings("readonlyPaths", ["/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"]);
        writer.WriteEndObject();
        writer.WriteEndObject();
        return text;
    }

    private static void WriteProcess(JsonText text)
    {
        Utf8JsonWriter writer = text.Writer;
        writer.WriteStartObject("process");
        writer.WriteBoolean("terminal", true);
        writer.WriteStartObject("user");
        writer.WriteNumber("uid", 0);
        writer.WriteNumber("gid", 0);
        writer.WriteEndObject();
        text.WriteStrings("args", ["sh"]);
        text.WriteStrings("env", ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "TERM=xterm"]);
        writer.WriteString("cwd", "/");
        writer.WriteStartObject("capabilities");
        text.WriteStrings("bounding", s_capabilities);
        text.WriteStrings("effective", s_capabilities);
        text.WriteStrings("permitted", s_capabilities);
        writer.WriteEndObject();
        writer.WriteStartArray("rlimits");
        writer.WriteStartObject();
        writer.WriteString("type", "RLIMIT_NOFILE");
        writer.WriteNumber("hard", 1024);
        writer.WriteNumber("soft", 1024);
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteBoolean("noNewPrivileges", true);
        writer.WriteEndObject();
    }

    private static void WriteMount(JsonText text, Mount mount)
    {
        text.Writer.WriteStartObject();
        text.Writer.WriteString("destination", mount.Destination);
        text.Writer.WriteString("type", mount.Type);
        text.Writer.WriteString("source", mount.Source);
        if (mount.Options.Length > 0)
        {
            text.WriteStrings("options", mount.Options);
        }

        text.Writer.WriteEndObject();
    }

    private static void WriteNamespaces(Utf8JsonWriter writer, string[] types)
    {
        writer.WriteStartArray("namespaces");
        foreach (string type in types)
        {
            writer.WriteStartObject();
            writer.WriteString("type", type);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteDeviceRule(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("resources");
        writer.WriteStartArray("devices");
        writer.WriteStartObject();
        writer.WriteBoolean("allow", false);
        writer.WriteString("access", "rwm");
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteMapping(Utf8JsonWriter writer, string name, uint id)
    {
        writer.WriteStartArray(name);
        writer.WriteStartObject();
        writer.WriteNumber("containerID", 0);
        writer.WriteNumber("hostID", id);
        writer.WriteNumber("size", 1);
        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    private sealed class Mount(string destination, string type, string source, params string[] options)
    {
        public string Destination { get; } = destination;

        public string Type { get; } = type;

        public string Source { get; } = source;

        public string[] Options { get; } = options;
    }
}
