using Runtime.Syscalls;

namespace Runtime.Shim.Conmon;

/// <summary>What a caller of conmon asks for, checked.</summary>
internal sealed class ConmonOptions
{
    private const string DefaultSocketDirectory = "/var/run/crio";

    private ConmonOptions(OptionReader reader)
    {
        HasApiVersion = reader.Has("api-version");
        IsExec = reader.Has("exec");
        IsExecAttach = reader.Has("exec-attach");
        IsSync = reader.Has("sync");
        IsSupervising = reader.Has(OptionReader.Supervising);
        Id = reader.Text("cid") ?? throw Missing("the container's id", "cid");
        Uuid = reader.Text("cuuid") ?? (IsExec && !HasApiVersion ? Id : throw Missing("the container's unique id", "cuuid"));
        Name = reader.Text("name");
        Runtime = reader.Text("runtime") ?? throw Missing("the OCI runtime", "runtime");
        RuntimeArguments = reader.Texts("runtime-arg");
        RuntimeOptions = [.. reader.Texts("runtime-opt"), .. reader.Texts("restore-arg")];
        IsSystemdCgroup = reader.Has("systemd-cgroup");
        HasNoPivot = reader.Has("no-pivot");
        HasNoNewKeyring = reader.Has("no-new-keyring");
        string directory = Kernel.GetCwd();
        Bundle = reader.Text("bundle") is string bundle ? Absolute(bundle, directory) : IsExec ? null : directory;
        PidFile = reader.Text("container-pidfile") ?? reader.Text("pidfile") ?? directory + "/pidfile-" + Id;
        OwnPidFile = reader.Text("conmon-pidfile");
        Logs = new LogChoice(reader);
        HasTerminal = reader.Has("terminal");
        HasInput = reader.Has("stdin");
        LeavesInputOpen = reader.Has("leave-stdin-open");
        ExitDirectory = reader.Text("exit-dir");
        PersistDirectory = reader.Text("persist-dir");
        ExitCommand = reader.Text("exit-command");
        ExitArguments = reader.Texts("exit-command-arg");
        ExitDelay = (int)(reader.Number("exit-delay") ?? 0);
        SocketDirectory = reader.Has("full-attach") ? null : reader.Text("socket-dir-path") ?? DefaultSocketDirectory;
        ExecSpec = reader.Text("exec-process-spec");
        Restore = reader.Text("restore");
        Timeout = (int)(reader.Number("timeout") ?? 0);
        NotifySocket = reader.Text("sdnotify-socket");
        ReplacesListenPid = reader.Has("replace-listen-pid");
        Messages = new OwnMessages(reader, Id);
        Check();
    }

    public static ConmonOptions Of(OptionReader reader)
    {
        return new ConmonOptions(reader);
    }

    public bool HasApiVersion { get; }

    public bool IsExec { get; }

    public bool IsExecAttach { get; }

    public bool IsSync { get; }

    public bool IsSupervising { get; }

    public string Id { get; }

    public string Uuid { get; }

    public string? Name { get; }

    public string Runtime { get; }

    public string[] RuntimeArguments { get; }

    public string[] RuntimeOptions { get; }

    public bool IsSystemdCgroup { get; }

    public bool HasNoPivot { get; }

    public bool HasNoNewKeyring { get; }

    /// <summary>Null for an exec of CRI-O, which has no client to attach.</summary>
    public string? Bundle { get; }

    public string PidFile { get; }

    public string? OwnPidFile { get; }

    public LogChoice Logs { get; }

    public bool HasTerminal { get; }

    public bool HasInput { get; }

    public bool LeavesInputOpen { get; }

    public string? ExitDirectory { get; }

    public string? PersistDirectory { get; }

    public string? ExitCommand { get; }

    public string[] ExitArguments { get; }

    public int ExitDelay { get; }

    /// <summary>Where clients look for a short path to the bundle; null: they know the long one.</summary>
    public string? SocketDirectory { get; }

    public string? ExecSpec { get; }

    public string? Restore { get; }

    /// <summary>In seconds; 0: none.</summary>
    public int Timeout { get; }

    public string? NotifySocket { get; }

    public bool ReplacesListenPid { get; }

    public OwnMessages Messages { get; }

    private void Check()
    {
        if (IsExec && ExecSpec is null)
        {
            throw Missing("the process to execute", "exec-process-spec");
        }

        if (IsExec && Restore is not null)
        {
            throw new UsageException("--exec and --restore exclude each other");
        }

        if (IsExecAttach && !(IsExec && HasApiVersion))
        {
            throw new UsageException("--exec-attach needs --exec and --api-version");
        }

        if (!Logs.PassesThrough && Logs.Targets.Length == 0)
        {
            throw Missing("the log driver", "log-path");
        }

        const uint AnyoneMayExecute = 0x49; // 0111
        if (Kernel.TryStat(Runtime, out statx status) < 0 || (status.stx_mode & AnyoneMayExecute) == 0)
        {
            throw new UsageException($"the OCI runtime {Quoted.Text(Runtime)} cannot be executed");
        }
    }

    private static string Absolute(string path, string directory)
    {
        return path.StartsWith('/') ? path : directory + "/" + path;
    }

    private static UsageException Missing(string what, string option)
    {
        return new UsageException($"{what} is not given; use --{option}");
    }
}
