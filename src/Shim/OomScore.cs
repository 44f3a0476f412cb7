using System.Text;

using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Shim;

/// <summary>A supervisor is not to be killed for the memory that its container has taken. What it starts has the old score.</summary>
internal static class OomScore
{
    private const string Path = "/proc/self/oom_score_adj";

    /// <returns>What it was.</returns>
    public static string Protect()
    {
        string old = Kernel.ReadText(Path).Trim();
        _ = Kernel.TryWriteAll(AT_FDCWD, Path, "-1000"u8); // refused without CAP_SYS_RESOURCE
        return old;
    }

    public static void Restore(string old)
    {
        _ = Kernel.TryWriteAll(AT_FDCWD, Path, Encoding.ASCII.GetBytes(old)); // unchanged where it was refused
    }
}
