using Runtime.Plan;

namespace Runtime.Commands;

/// <summary>The options that <c>create</c> and <c>run</c> have in common.</summary>
internal sealed class LaunchOptions
{
    private readonly Option _bundle = new("bundle", 'b', OptionKind.Text, "the bundle; the current directory if not given") { Value = "DIR" };
    private readonly Option _config = new("config", 'f', OptionKind.Text, "read this file in place of the bundle's config.json") { Value = "FILE" };
    private readonly Option _consoleSocket = new("console-socket", '\0', OptionKind.Text, "a Unix socket that is sent the master end of the terminal") { Value = "FILE" };
    private readonly Option _pidfdSocket = new("pidfd-socket", '\0', OptionKind.Text, "a Unix socket that is sent a pidfd of the container's process") { Value = "FILE" };
    private readonly Option _pidFile = new("pid-file", '\0', OptionKind.Text, "write the process id there") { Value = "FILE" };
    private readonly Option _noPivot = new("no-pivot", '\0', OptionKind.Switch, "move the root instead of pivot_root; for a rootfs on an initramfs");
    private readonly Option _noNewKeyring = new("no-new-keyring", '\0', OptionKind.Switch, "keep the caller's session keyring");
    private readonly Option _preserveFds = new("preserve-fds", '\0', OptionKind.Number, "pass this many descriptors after stdio and those of LISTEN_FDS") { Value = "N", Default = "0" };

    private readonly Option _failStep = new("fail-step", '\0', OptionKind.Text, "let step N of the launch plan fail, or the init die there: what tests of the clean-up need") { Value = "N[:kill]", IsHidden = true };

    /// <summary>The table; the shared part of it.</summary>
    public Option[] Rows => [_bundle, _config, _consoleSocket, _pidfdSocket, _pidFile, _noPivot, _noNewKeyring, _preserveFds, _failStep];

    /// <summary>Null: the current directory.</summary>
    public string? Bundle => _bundle.IsGiven && _bundle.Text.Length > 0 ? _bundle.Text : null;

    /// <summary>Null: config.json of the bundle.</summary>
    public string? ConfigFile => _config.IsGiven ? _config.Text : null;

    public string? ConsoleSocket => _consoleSocket.Text.Length > 0 ? _consoleSocket.Text : null;

    public string? PidfdSocket => _pidfdSocket.Text.Length > 0 ? _pidfdSocket.Text : null;

    public string? PidFile => _pidFile.Text.Length > 0 ? _pidFile.Text : null;

    /// <summary>The option by which the caller takes what it needs to supervise the container itself; null: there is none.</summary>
    public string? OwnSupervision => ConsoleSocket is not null ? _consoleSocket.Name
        : PidFile is not null ? _pidFile.Name
        : PidfdSocket is not null ? _pidfdSocket.Name
        : PreservedDescriptors > 0 ? _preserveFds.Name
        : null;

    public bool KeepsOldRoot => _noPivot.IsOn;

    public bool KeepsKeyring => _noNewKeyring.IsOn;

    /// <summary>Null: nothing is to fail.</summary>
    public Fault? Fault => !_failStep.IsGiven ? null : Fault.Read(_failStep.Text) ?? throw new UsageException($"invalid value \"{_failStep.Text}\" for flag -fail-step: it is N or N:kill");

    public int PreservedDescriptors => checked((int)_preserveFds.Number);
}
