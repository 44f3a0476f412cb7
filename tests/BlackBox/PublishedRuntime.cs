using System;
using System.IO;
using Xunit;

namespace Runtime.Tests.BlackBox;

/// <summary>The program as it is delivered.</summary>
internal static class PublishedRuntime
{
    private static readonly Lazy<string> s_exampleConfig = new(() => Example());
    private static readonly Lazy<string> s_rootlessConfig = new(() => Example("--rootless"));

    /// <summary>$RUNTIME, or what <c>make</c> published.</summary>
    public static string Path { get; } = Environment.GetEnvironmentVariable("RUNTIME") is { Length: > 0 } path
        ? System.IO.Path.GetFullPath(path)
        : RepositoryFiles.PathOf("artifacts/publish/runtime");

    /// <summary>What <c>spec</c> writes.</summary>
    public static string ExampleConfig => s_exampleConfig.Value;

    /// <summary>What <c>spec --rootless</c> writes.</summary>
    public static string RootlessConfig => s_rootlessConfig.Value;

    public static void RequireIt() =>
        Assert.True(File.Exists(Path), $"There is no program {Path} to test: `make` builds it; $RUNTIME can name another.");

    private static string Example(params string[] options)
    {
        RequireIt();
        DirectoryInfo directory = Directory.CreateTempSubdirectory("runtime-spec-");
        try
        {
            Assert.Equal(new Outcome(0, "", ""), HostProgram.Run(directory.FullName, Path, ["spec", "--bundle", directory.FullName, .. options]));
            return File.ReadAllText($"{directory}/config.json");
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }
}
