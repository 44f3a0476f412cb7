using System.Text;

using Runtime.Syscalls;

namespace Runtime.Shim;

internal static class Program
{
    private static int Main(string[] words)
    {
        try
        {
            return Face.Of(OwnName()).Run(words);
        }
        catch (RuntimeException failure)
        {
            Kernel.Write(2, Encoding.UTF8.GetBytes(OwnName() + ": " + failure.Message + "\n"));
            return 1;
        }
    }

    /// <summary>As it was called: a link's name chooses what the shim is.</summary>
    private static string OwnName()
    {
        string line = Encoding.UTF8.GetString(Kernel.ReadAll("/proc/self/cmdline"));
        string path = line[..line.IndexOf('\0')];
        return path[(path.LastIndexOf('/') + 1)..];
    }
}
