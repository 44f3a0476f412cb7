using System.Collections.Generic;
using Runtime.Syscalls;
using static Runtime.Syscalls.Flags;

namespace Runtime.State;

/// <summary>The names in a directory, read before any of them is touched.</summary>
internal static class DirectoryNames
{
    public static List<string> Of(int directory)
    {
        // Opened anew, because a descriptor that was read once stands at the end.
        using Descriptor fresh = Kernel.OpenAt(directory, ".", O_RDONLY | O_DIRECTORY);
        List<string> names = [];
        foreach (DirectoryEntry entry in new DirectoryEntries(fresh.Number, stackalloc byte[4096]))
        {
            names.Add(entry.ToString());
        }

        return names;
    }
}
