using Runtime.Spawn;

namespace Runtime.Commands;

/// <summary>
/// Whether a container that its caller does not wait for gets a supervisor, and which. Engines supervise themselves, and say so by what they ask for; between them and
/// the container nothing is put. Who names a bundle, as only a person does, is given one.
/// </summary>
internal sealed class SuperviseOptions
{
    private readonly Option _supervise = new("supervise", '\0', OptionKind.Switch, "leave a supervisor, for \"wait\", \"logs\" and \"attach\"");
    private readonly Option _interactive = new("interactive", 'i', OptionKind.Switch, "keep standard input open for \"attach\"; a supervised container has none otherwise");
    private readonly Option _shim = new("shim", '\0', OptionKind.Text, "the supervisor, if not the runtime-shim beside this program") { Value = "FILE" };

    public Option[] Rows => [_supervise, _interactive, _shim];

    public bool IsInteractive => _interactive.IsOn;

    /// <summary>Null: the one beside this program.</summary>
    public string? Shim => _shim.Text.Length > 0 ? _shim.Text : null;

    /// <param name="launch">What else the caller asks for.</param>
    /// <param name="isUsual">Whether there is a supervisor if the caller does not say.</param>
    /// <exception cref="UsageException">The caller asks for both, or for what only a supervisor does.</exception>
    public bool AreWanted(LaunchOptions launch, bool isUsual)
    {
        string? own = launch.OwnSupervision;
        if (_supervise.IsOn && own is not null)
        {
            throw new UsageException($"--supervise and --{own} exclude each other");
        }

        bool isWanted = _supervise.IsGiven ? _supervise.IsOn : isUsual && own is null && !IsService();
        if (!isWanted && (_interactive.IsOn || _shim.IsGiven))
        {
            throw new UsageException($"--{(_interactive.IsOn ? _interactive : _shim).Name} needs a supervisor; see --supervise");
        }

        return isWanted;
    }

    // A service manager waits for the container's process itself.
    private static bool IsService() => ListenDescriptors.Count() > 0 || NotifySocket.Environment.Length > 0;
}
