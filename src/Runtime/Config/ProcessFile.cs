using Runtime.Syscalls;

namespace Runtime.Config;

/// <summary>The file of <c>exec --process</c>: a lone process object.</summary>
internal static class ProcessFile
{
    /// <summary>Reads it; its place for <see cref="Checks"/> is the file by that same path.</summary>
    public static ProcessSpec Open(string path) => SpecReader.ReadProcess(path, Kernel.ReadAll(path));
}
