using Runtime.Syscalls;
using static Runtime.Syscalls.Flags;

namespace Runtime.Config;

/// <summary>The one check that looks at the file system: the container's root is a directory, and no link can exchange it.</summary>
internal static class RootfsCheck
{
    public static void Check(Bundle bundle)
    {
        int result = Kernel.TryOpenAt2(AT_FDCWD, bundle.RootPath, O_PATH | O_DIRECTORY, RESOLVE_NO_SYMLINKS);
        if (result < 0)
        {
            string fault = -result == Errno.ELOOP ? "not an absolute path, or a symlink" : $"stat {Quoted.Text(bundle.RootPath)[1..^1]}: {Errno.Sentence(-result)}";
            throw Place.ConfigFile.Fault("root.path", $"invalid rootfs: {fault}");
        }

        new Descriptor(result).Dispose();
    }
}
