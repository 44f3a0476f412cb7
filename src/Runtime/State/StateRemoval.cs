using Runtime.Syscalls;
using static Runtime.Syscalls.Flags;

namespace Runtime.State;

/// <summary>Empties a directory with unforeseen contents. Each step is taken from a descriptor, and links are removed, never followed.</summary>
internal static class StateRemoval
{
    public static void Empty(int directory)
    {
        foreach (string name in DirectoryNames.Of(directory))
        {
            if (Kernel.TryUnlinkAt(directory, name) is int result and < 0)
            {
                if (result != -Errno.EISDIR)
                {
                    throw new KernelException($"removing {Quoted.Text(name)} of a state directory", -result);
                }

                using (Descriptor inner = Kernel.OpenAt(directory, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW))
                {
                    Empty(inner.Number);
                }

                Kernel.RmDirAt(directory, name);
            }
        }
    }
}
