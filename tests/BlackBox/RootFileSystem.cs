using System;
using System.IO;
using System.Linq;
using Xunit;

namespace Runtime.Tests.BlackBox;

/// <summary>The smallest image with a shell: Debian's busybox-static and its names.</summary>
internal static class RootFileSystem
{
    private const string Busybox = "/bin/busybox";
    private static readonly Lazy<string[]> s_applets = new(ListApplets);

    public static void Make(string path)
    {
        foreach (string directory in new[] { "bin", "etc", "proc", "sys", "dev", "tmp" })
        {
            Directory.CreateDirectory($"{path}/{directory}");
        }

        File.Copy(Busybox, $"{path}/bin/busybox");
        foreach (string applet in s_applets.Value)
        {
            File.CreateSymbolicLink($"{path}/bin/{applet}", "busybox");
        }
    }

    private static string[] ListApplets()
    {
        Assert.True(File.Exists(Busybox), $"There is no {Busybox}: the tests need Debian's package busybox-static.");
        DirectoryInfo directory = Directory.CreateTempSubdirectory("busybox-");
        Outcome list = HostProgram.Run(directory.FullName, Busybox, "--list");
        directory.Delete(recursive: true);
        return list.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(name => name != "busybox").ToArray();
    }
}
