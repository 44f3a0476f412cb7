using Runtime.Config;
using Runtime.Plan;
using Runtime.State;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Spawn;

/// <summary>The root of a container without a mount namespace: a mount among the host's, with the container's mounts below it. No namespace takes it along, so the runtime does.</summary>
internal static class RootMount
{
    /// <summary>What the root lies on before the launch, to be told from what the launch mounts there; 0: the container has a mount namespace.</summary>
    public static ulong Below(LaunchSettings settings)
    {
        return settings.Has(NamespaceType.Mount) ? 0 : MountIdOf(settings.Bundle.RootPath);
    }

    /// <summary>Unmounts the root with all below it, if the launch came to mount it.</summary>
    /// <exception cref="KernelException">It is there, and stays.</exception>
    public static void Remove(ContainerState state)
    {
        if (state.MountBelowRoot != 0 && MountIdOf(state.RootPath) is var mount && mount != 0 && mount != state.MountBelowRoot)
        {
            Kernel.Umount2(state.RootPath, MNT_DETACH | UMOUNT_NOFOLLOW);
        }
    }

    /// <summary>0: there is no such directory any more.</summary>
    private static ulong MountIdOf(string path)
    {
        int result = Kernel.TryStatx(AT_FDCWD, path, out statx status, AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT, STATX_MNT_ID);
        return result switch
        {
            0 => status.stx_mnt_id,
            -Errno.ENOENT => 0,
            _ => throw new KernelException($"looking for the mount at {Quoted.Text(path)}", -result),
        };
    }
}
