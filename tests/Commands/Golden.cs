using System.Runtime.CompilerServices;

namespace Runtime.Tests.Commands;

/// <summary>Where the golden files are: in the source tree, so that they need no copying.</summary>
internal static class Golden
{
    public static string Directory { get; } = System.IO.Path.GetFullPath("../Golden", System.IO.Path.GetDirectoryName(Here())!);

    private static string Here([CallerFilePath] string path = "") => path;
}
