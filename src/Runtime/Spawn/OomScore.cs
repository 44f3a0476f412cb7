using System.Globalization;
using System.Text;

using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Spawn;

/// <summary>
/// <c>oom_score_adj</c> of the container: inherited. Init itself could not write it, since it is not dumpable and so its files in /proc are the host root's; so the runtime
/// takes the value for the moment of the clone.
/// </summary>
internal static class OomScore
{
    private const string File = "/proc/self/oom_score_adj";

    /// <summary>Takes the container's value; the result is what <see cref="Return"/> needs.</summary>
    public static int? Lend(int? wanted, bool isRootless)
    {
        if (wanted is not int value)
        {
            return null;
        }

        int own = int.Parse(Kernel.ReadText(File), NumberStyles.AllowLeadingSign | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture);
        int result = Write(value);
        if (result == -Errno.EACCES && isRootless)
        {
            return null; // lowering it is root's alone, and engines ask for it without knowing who runs them
        }

        return result >= 0 ? own : throw new KernelException($"setting oom_score_adj to {value}", -result, result == -Errno.EACCES ? "lowering it needs CAP_SYS_RESOURCE" : null);
    }

    public static void Return(int? own)
    {
        if (own is int value)
        {
            // This process is about to end; that its own score stayed the container's would change nothing worth a failure.
            _ = Write(value);
        }
    }

    private static int Write(int value)
    {
        return Kernel.TryWriteAll(AT_FDCWD, File, Encoding.ASCII.GetBytes(value.ToString(CultureInfo.InvariantCulture)));
    }
}
