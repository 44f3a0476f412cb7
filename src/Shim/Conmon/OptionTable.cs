namespace Runtime.Shim.Conmon;

/// <summary>Every option that conmon has had: its callers pass those of the version they were written for.</summary>
internal static class OptionTable
{
    public static OptionRow[] Rows =>
    [
        new('\0', "api-version", OptionKind.Flag, "the newer form of messages on the sync pipe"),
        new('b', "bundle", OptionKind.Text, "the folder of attach, ctl, winsz and oom"),
        new('c', "cid", OptionKind.Text, "the container's id"),
        new('u', "cuuid", OptionKind.Text, "the container's unique id"),
        new('n', "name", OptionKind.Text, "the container's name, for journald"),
        new('r', "runtime", OptionKind.Text, "the OCI runtime"),
        new('\0', "runtime-arg", OptionKind.Texts, "an argument of the runtime before its command"),
        new('\0', "runtime-opt", OptionKind.Texts, "an argument of the runtime after its command"),
        new('\0', "restore-arg", OptionKind.Texts, "the old name of --runtime-opt"),
        new('s', "systemd-cgroup", OptionKind.Flag, "systemd manages the cgroup"),
        new('\0', "no-pivot", OptionKind.Flag, "passed to the runtime"),
        new('\0', "no-new-keyring", OptionKind.Flag, "passed to the runtime"),
        new('p', "container-pidfile", OptionKind.Text, "where the runtime writes the pid"),
        new('\0', "pidfile", OptionKind.Text, "the old name of --container-pidfile"),
        new('P', "conmon-pidfile", OptionKind.Text, "where the pid of this process is written"),
        new('l', "log-path", OptionKind.Texts, "k8s-file:PATH, journald, passthrough or none"),
        new('\0', "log-size-max", OptionKind.Number, "the size of a log file in bytes"),
        new('\0', "log-global-size-max", OptionKind.Number, "the size of all that is ever logged"),
        new('\0', "log-tag", OptionKind.Text, "CONTAINER_TAG of journald"),
        new('\0', "log-label", OptionKind.Texts, "LABEL=VALUE, one more field of journald"),
        new('\0', "log-rotate", OptionKind.Flag, "keep full log files"),
        new('\0', "log-max-files", OptionKind.Number, "how many"),
        new('\0', "log-allowlist-dir", OptionKind.Texts, "a folder that logs may be in"),
        new('\0', "no-container-partial-message", OptionKind.Flag, "no CONTAINER_PARTIAL_MESSAGE in journald"),
        new('\0', "no-sync-log", OptionKind.Flag, "do not wait until the log is on disk"),
        new('\0', "log-level", OptionKind.Text, "of this process's own messages: error, warn, info, debug, trace"),
        new('\0', "syslog", OptionKind.Flag, "own messages go to syslog too"),
        new('t', "terminal", OptionKind.Flag, "the process has a terminal"),
        new('i', "stdin", OptionKind.Flag, "the process has standard input"),
        new('\0', "leave-stdin-open", OptionKind.Flag, "also when a client has closed its end"),
        new('\0', "exit-dir", OptionKind.Text, "where the exit status is written, in a file named after the id"),
        new('0', "persist-dir", OptionKind.Text, "where exit and oom are written"),
        new('\0', "exit-command", OptionKind.Text, "run after the end"),
        new('\0', "exit-command-arg", OptionKind.Texts, "its argument"),
        new('\0', "exit-delay", OptionKind.Number, "how many seconds after"),
        new('\0', "socket-dir-path", OptionKind.Text, "where a short link to the bundle is made"),
        new('\0', "full-attach", OptionKind.Flag, "no such link is made"),
        new('e', "exec", OptionKind.Flag, "one more process in a container"),
        new('\0', "exec-process-spec", OptionKind.Text, "that process, as JSON"),
        new('\0', "exec-attach", OptionKind.Flag, "it begins when a client has attached"),
        new('\0', "restore", OptionKind.Text, "the folder of a checkpoint"),
        new('T', "timeout", OptionKind.Number, "after so many seconds it is killed"),
        new('\0', "sync", OptionKind.Flag, "stay in the foreground"),
        new('\0', "sdnotify-socket", OptionKind.Text, "where messages of the container's notify socket go"),
        new('\0', "replace-listen-pid", OptionKind.Flag, "LISTEN_PID is the runtime's pid"),
        new('\0', "seccomp-notify-socket", OptionKind.Text, "accepted, for it was taken out of conmon"),
        new('\0', "seccomp-notify-plugins", OptionKind.Text, "accepted, for it was taken out of conmon"),
        new('\0', "version", OptionKind.Flag, "print the version"),
        new('h', "help", OptionKind.Flag, "print this"),
        new('\0', OptionReader.Supervising, OptionKind.Flag, "this is the process that stays"),
    ];
}

/// <param name="Short">One letter, or NUL.</param>
/// <param name="Long">Its name.</param>
/// <param name="Kind">What follows it.</param>
/// <param name="Help">What it is for.</param>
internal sealed record OptionRow(char Short, string Long, OptionKind Kind, string Help);

internal enum OptionKind
{
    Flag,
    Text,
    Texts,
    Number,
}
