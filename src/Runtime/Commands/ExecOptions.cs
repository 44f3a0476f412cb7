namespace Runtime.Commands;

/// <summary>The options of <c>exec</c>.</summary>
internal sealed class ExecOptions
{
    private readonly Option _process = new("process", 'p', OptionKind.Text, "read the whole process from this file, as in config.json") { Value = "FILE" };
    private readonly Option _cwd = new("cwd", '\0', OptionKind.Text, "the working directory inside") { Value = "DIR" };
    private readonly Option _env = new("env", 'e', OptionKind.Texts, "add an environment variable; may be repeated") { Value = "NAME=VALUE" };
    private readonly Option _tty = new("tty", 't', OptionKind.Switch, "give it a terminal");
    private readonly Option _user = new("user", 'u', OptionKind.Text, "run as this user") { Value = "UID[:GID]" };
    private readonly Option _additionalGids = new("additional-gids", 'g', OptionKind.Texts, "add a group; may be repeated") { Value = "GID" };
    private readonly Option _detach = new("detach", 'd', OptionKind.Switch, "do not wait for its end");
    private readonly Option _consoleSocket = new("console-socket", '\0', OptionKind.Text, "a Unix socket that is sent the master end of the terminal") { Value = "FILE" };
    private readonly Option _pidfdSocket = new("pidfd-socket", '\0', OptionKind.Text, "a Unix socket that is sent a pidfd of the process") { Value = "FILE" };
    private readonly Option _pidFile = new("pid-file", '\0', OptionKind.Text, "write the process id there") { Value = "FILE" };
    private readonly Option _processLabel = new("process-label", '\0', OptionKind.Text, "the SELinux label") { Value = "LABEL" };
    private readonly Option _apparmor = new("apparmor", '\0', OptionKind.Text, "the AppArmor profile") { Value = "PROFILE" };
    private readonly Option _noNewPrivs = new("no-new-privs", '\0', OptionKind.Switch, "no gain of privilege by execve");
    private readonly Option _cap = new("cap", 'c', OptionKind.Texts, "add a capability; may be repeated") { Value = "CAP" };
    private readonly Option _preserveFds = new("preserve-fds", '\0', OptionKind.Number, "pass this many descriptors after stdio") { Value = "N", Default = "0" };
    private readonly Option _cgroup = new("cgroup", '\0', OptionKind.Texts, "run in a sub-cgroup; may be repeated on cgroup v1") { Value = "[CONTROLLER:]PATH" };
    private readonly Option _ignorePaused = new("ignore-paused", '\0', OptionKind.Switch, "allow it in a paused container, where it waits for resume");

    public Option[] Rows =>
    [
        _process, _cwd, _env, _tty, _user, _additionalGids, _detach, _consoleSocket, _pidfdSocket, _pidFile,
        _processLabel, _apparmor, _noNewPrivs, _cap, _preserveFds, _cgroup, _ignorePaused,
    ];

    public string? ProcessFile => NullIfEmpty(_process);

    public string? WorkingDirectory => NullIfEmpty(_cwd);

    public string[] Environment => _env.Texts;

    public bool HasTerminal => _tty.IsOn;

    /// <summary>UID or UID:GID.</summary>
    public string? User => NullIfEmpty(_user);

    public string[] AdditionalGids => _additionalGids.Texts;

    public bool IsDetached => _detach.IsOn;

    public string? ConsoleSocket => NullIfEmpty(_consoleSocket);

    public string? PidfdSocket => NullIfEmpty(_pidfdSocket);

    public string? PidFile => NullIfEmpty(_pidFile);

    public string? SelinuxLabel => NullIfEmpty(_processLabel);

    public string? ApparmorProfile => NullIfEmpty(_apparmor);

    /// <summary>Null: as the process the options start from.</summary>
    public bool? NoNewPrivileges => _noNewPrivs.IsGiven ? _noNewPrivs.IsOn : null;

    public string[] Capabilities => _cap.Texts;

    public int PreservedDescriptors => checked((int)_preserveFds.Number);

    /// <summary>Each [controller[,controller]:]path.</summary>
    public string[] SubCgroups => _cgroup.Texts;

    public bool IgnoresPause => _ignorePaused.IsOn;

    private static string? NullIfEmpty(Option option) => option.Text.Length > 0 ? option.Text : null;
}
