using System.Runtime.CompilerServices;

using Runtime.Commands;
using Runtime.Syscalls;

namespace Runtime;

internal static class Program
{
    private static int Main(string[] words)
    {
        PrefaultHeap();
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

    /// <summary>A launch allocates more than the 64 kB that the collector commits at first, object after object.</summary>
    private static unsafe void PrefaultHeap()
    {
        object newest = new();
        Kernel.Prefault(*(void**)Unsafe.AsPointer(ref newest), 64 << 10);
    }
}
