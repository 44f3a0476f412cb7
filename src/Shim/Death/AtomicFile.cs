using System;

using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Shim.Death;

/// <summary>Files that others read at any moment: never half written, not even after a crash.</summary>
internal static class AtomicFile
{
    public static void Write(string path, ReadOnlySpan<byte> bytes, uint mode)
    {
        int slash = path.LastIndexOf('/') + 1;
        string temporary = path[..slash] + "." + path[slash..] + ".new";
        try
        {
            using (Descriptor file = Kernel.Open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, mode))
            {
                Kernel.Write(file.Number, bytes);
            }

            Kernel.Rename(temporary, path);
        }
        catch (KernelException)
        {
            _ = Kernel.TryUnlink(temporary); // it may be the very file that could not be created
            throw;
        }
    }
}
