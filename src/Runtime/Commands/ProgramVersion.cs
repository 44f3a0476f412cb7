namespace Runtime.Commands;

/// <summary>What <c>--version</c> says.</summary>
internal static class ProgramVersion
{
    /// <summary>Our own number; set by the build.</summary>
    public const string Number = Build.Version;

    /// <summary>The version of runtime-spec that config.json is read by.</summary>
    public const string Spec = "1.3.0";

    /// <summary>The runc whose command line this is; ours is its build metadata (semver.org, 10).</summary>
    public const string AsRunc = "1.5.0+runtime-" + Number;

    /// <summary>
    /// The first line must start with "runc version ": go-runc reads no version at all otherwise. moby takes each line with the word "version"
    /// for the version, so no other line may contain it.
    /// </summary>
    public const string Text =
        "runc version " + AsRunc + "\n" +
        "commit: " + Build.Commit + "\n" +
        "spec: " + Spec + "\n";
}
