using Runtime.State;

namespace Runtime.Commands;

/// <summary>How much is told beside the result.</summary>
internal enum LogLevel
{
    Error,
    Warning,
    Debug,
}

/// <summary>Who makes cgroups.</summary>
internal enum CgroupDriver
{
    Cgroupfs,
    Systemd,
    Disabled,
}

/// <summary>The options before the command's name: those of runc, and crun's where its users know no others.</summary>
internal sealed class GlobalOptions
{
    private readonly Option _debug = new("debug", '\0', OptionKind.Switch, "tell everything that is done; the same as --log-level debug");
    private readonly Option _log = new("log", '\0', OptionKind.Text, "append messages to a file as well as to standard error") { Value = "FILE" };
    private readonly Option _logFormat = new("log-format", '\0', OptionKind.Text, "the form of the lines in the log file") { Value = "text|json", Default = "text" };
    private readonly Option _logLevel = new("log-level", '\0', OptionKind.Text, "the least important message to tell") { Value = "error|warning|debug" };
    private readonly Option _root = new("root", '\0', OptionKind.Text, "where the state of containers is kept, best a tmpfs; /run/runtime, or $XDG_RUNTIME_DIR/runtime without privilege") { Value = "DIR" };
    private readonly Option _systemdCgroup = new("systemd-cgroup", '\0', OptionKind.Switch, "let systemd make the cgroup; cgroupsPath is then slice:prefix:name");
    private readonly Option _cgroupManager = new("cgroup-manager", '\0', OptionKind.Text, "who makes the cgroup") { Value = "cgroupfs|systemd|disabled", Default = "cgroupfs" };
    private readonly Option _rootless = new("rootless", '\0', OptionKind.Text, "go on where cgroups may not be written") { Value = "true|false|auto", Default = "auto" };

    public GlobalOptions()
    {
        Options = [_debug, _log, _logFormat, _logLevel, _root, _systemdCgroup, _cgroupManager, _rootless, Help, Version];
    }

    public Option[] Options { get; }

    public Option Help { get; } = new("help", 'h', OptionKind.Switch, "show help");

    public Option Version { get; } = new("version", 'v', OptionKind.Switch, "print the version");

    public bool IsRootGiven => _root.IsGiven;

    public string RootPath => _root.Text.Length > 0 ? _root.Text : StateRoot.StandardPath();

    public CgroupDriver CgroupDriver { get; private set; }

    /// <summary>Null: found out from the user id and the user namespace.</summary>
    public bool? IsRootless { get; private set; }

    /// <summary>Empty where there is none.</summary>
    public string LogFile => _log.Text.StartsWith("file:", System.StringComparison.Ordinal) ? _log.Text[5..] : _log.Text;

    public bool IsLogJson => _logFormat.Text == "json";

    public LogLevel LogLevel { get; private set; }

    /// <summary>Refuses values that are none of the choices.</summary>
    public void Check()
    {
        if (_logFormat.TextOrDefault() is not ("text" or "json"))
        {
            throw new UsageException($"invalid log-format: {_logFormat.Text}");
        }

        // podman reads the whole log file as one JSON object, so json means errors only unless more is asked for.
        LogLevel = _logLevel.Text switch
        {
            "" => _log.IsGiven && !IsLogJson ? LogLevel.Warning : LogLevel.Error,
            "error" => LogLevel.Error,
            "warning" => LogLevel.Warning,
            "debug" => LogLevel.Debug,
            _ => throw new UsageException($"invalid log-level: {_logLevel.Text}"),
        };
        if (_debug.IsOn)
        {
            LogLevel = LogLevel.Debug;
        }

        CgroupDriver = _cgroupManager.TextOrDefault() switch
        {
            "cgroupfs" => _systemdCgroup.IsOn ? CgroupDriver.Systemd : CgroupDriver.Cgroupfs,
            "systemd" => CgroupDriver.Systemd,
            "disabled" => CgroupDriver.Disabled,
            _ => throw new UsageException($"invalid cgroup-manager: {_cgroupManager.Text}"),
        };
        IsRootless = _rootless.TextOrDefault() switch
        {
            "auto" => null,
            "true" => true,
            "false" => false,
            _ => throw new UsageException($"invalid value \"{_rootless.Text}\" for flag -rootless: it is true, false or auto"),
        };
        if (_root.Text == "/")
        {
            throw new UsageException("Option --root argument should not be set to /");
        }
    }
}
