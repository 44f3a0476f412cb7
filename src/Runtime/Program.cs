using Runtime.Commands;
using Runtime.Syscalls;

namespace Runtime;

internal static class Program
{
    private static int Main(string[] words)
    {
        CommandLine line = new();
        try
        {
            line.Read(words);
            return line.Run();
        }
        catch (RuntimeException failure)
        {
            return line.Report(failure);
        }
    }
}
