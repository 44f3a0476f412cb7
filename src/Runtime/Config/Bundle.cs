namespace Runtime.Config;

/// <summary>A directory with config.json, understood.</summary>
internal sealed record Bundle
{
    public const string FileName = "config.json";

    /// <summary>Absolute.</summary>
    public required string Path { get; init; }

    public required Spec Spec { get; init; }

    /// <summary>The container's root file system: absolute, <c>root.path</c> resolved against the bundle.</summary>
    public required string RootPath { get; init; }
}
