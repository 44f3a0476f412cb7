using System;
using Runtime.State;

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
        text =>
        {
            WriteMapping(text, "uidMappings", uid);
            WriteMapping(text, "gidMappings", gid);
        },
        hasCgroupNamespace ? ["pid", "ipc", "uts", "mount", "cgroup", "user"] : ["pid", "ipc", "uts", "mount", "user"]);

    private static JsonText Compose(Mount[] mounts, Action<JsonText> writeRights, string[] namespaces)
    {
        var text = JsonText.IndentedByTabs();
        text.WriteStartObject();
        text.WriteString("ociVersion", ProgramVersion.Spec);
        WriteProcess(text);
        text.WriteStartObject("root");
        text.WriteString("path", "rootfs");
        text.WriteBoolean("readonly", true);
        text.WriteEndObject();
        text.WriteString("hostname", "runc");
        text.WriteStartArray("mounts");
        foreach (Mount mount in mounts)
        {
            WriteMount(text, mount);
        }

        text.WriteEndArray();
        text.WriteStartObject("linux");
        writeRights(text);
        WriteNamespaces(text, namespaces);
        text.WriteStrings(
            "maskedPaths",
            ["/proc/acpi", "/proc/asound", "/proc/kcore", "/proc/keys", "/proc/latency_stats", "/proc/timer_list", "/proc/timer_stats", "/proc/sched_debug", "/sys/firmware", "/proc/scsi"]);
        text.WriteStrings("readonlyPaths", ["/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"]);
        text.WriteEndObject();
        text.WriteEndObject();
        return text;
    }

    private static void WriteProcess(JsonText text)
    {
        text.WriteStartObject("process");
        text.WriteBoolean("terminal", true);
        text.WriteStartObject("user");
        text.WriteNumber("uid", 0);
        text.WriteNumber("gid", 0);
        text.WriteEndObject();
        text.WriteStrings("args", ["sh"]);
        text.WriteStrings("env", ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "TERM=xterm"]);
        text.WriteString("cwd", "/");
        text.WriteStartObject("capabilities");
        text.WriteStrings("bounding", s_capabilities);
        text.WriteStrings("effective", s_capabilities);
        text.WriteStrings("permitted", s_capabilities);
        text.WriteEndObject();
        text.WriteStartArray("rlimits");
        text.WriteStartObject();
        text.WriteString("type", "RLIMIT_NOFILE");
        text.WriteNumber("hard", 1024);
        text.WriteNumber("soft", 1024);
        text.WriteEndObject();
        text.WriteEndArray();
        text.WriteBoolean("noNewPrivileges", true);
        text.WriteEndObject();
    }

    private static void WriteMount(JsonText text, Mount mount)
    {
        text.WriteStartObject();
        text.WriteString("destination", mount.Destination);
        text.WriteString("type", mount.Type);
        text.WriteString("source", mount.Source);
        if (mount.Options.Length > 0)
        {
            text.WriteStrings("options", mount.Options);
        }

        text.WriteEndObject();
    }

    private static void WriteNamespaces(JsonText text, string[] types)
    {
        text.WriteStartArray("namespaces");
        foreach (string type in types)
        {
            text.WriteStartObject();
            text.WriteString("type", type);
            text.WriteEndObject();
        }

        text.WriteEndArray();
    }

    private static void WriteDeviceRule(JsonText text)
    {
        text.WriteStartObject("resources");
        text.WriteStartArray("devices");
        text.WriteStartObject();
        text.WriteBoolean("allow", false);
        text.WriteString("access", "rwm");
        text.WriteEndObject();
        text.WriteEndArray();
        text.WriteEndObject();
    }

    private static void WriteMapping(JsonText text, string name, uint id)
    {
        text.WriteStartArray(name);
        text.WriteStartObject();
        text.WriteNumber("containerID", 0);
        text.WriteNumber("hostID", id);
        text.WriteNumber("size", 1);
        text.WriteEndObject();
        text.WriteEndArray();
    }

    private sealed class Mount(string destination, string type, string source, params string[] options)
    {
        public string Destination { get; } = destination;

        public string Type { get; } = type;

        public string Source { get; } = source;

        public string[] Options { get; } = options;
    }
}
