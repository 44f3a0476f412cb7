using System.Globalization;
using System.Text;

using Runtime.Shim.Death;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Shim.Conmon;

/// <summary>Files by which podman and CRI-O learn of the end, and why.</summary>
internal static class ExitFiles
{
    private const uint Readable = 0x1a4; // 0644

    /// <summary>Before the status: whoever reads that looks for this.</summary>
    public static void WriteOutOfMemory(ConmonOptions options)
    {
        foreach (string? directory in new[] { options.PersistDirectory, options.Bundle })
        {
            if (directory is not null)
            {
                Kernel.Open(directory + "/oom", O_WRONLY | O_CREAT, 0x1b6).Dispose(); // 0666
            }
        }
    }

    public static void WriteStatus(ConmonOptions options, int status)
    {
        byte[] text = Encoding.ASCII.GetBytes(status.ToString(CultureInfo.InvariantCulture));
        if (options.PersistDirectory is string persistent)
        {
            AtomicFile.Write(persistent + "/exit", text, Readable);
        }

        if (options.ExitDirectory is string directory)
        {
            AtomicFile.Write(directory + "/" + options.Id, text, Readable);
        }
    }
}
