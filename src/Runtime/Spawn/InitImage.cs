using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Spawn;

/// <summary>
/// The file that the cloned child executes: <c>runtime-init</c>, in memory, and never to be written again by anyone. What a container finds behind
/// /proc/PID/exe while it is entered is this, and never the runtime (CVE-2019-5736).
/// </summary>
internal static partial class InitImage
{
    private const int AllSeals = F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_EXEC;
    private const int OlderSeals = AllSeals & ~F_SEAL_EXEC;
    private const uint ExecutableByAll = 0x16d; // 0555

    public static Descriptor Open()
    {
        int memfd = Kernel.TryMemfdCreate("runtime-init", MFD_CLOEXEC | MFD_ALLOW_SEALING | MFD_EXEC);
        if (memfd == -Errno.EINVAL)
        {
            // Linux before 6.3 does not know MFD_EXEC: there every memfd may be executed.
            memfd = Kernel.TryMemfdCreate("runtime-init", MFD_CLOEXEC | MFD_ALLOW_SEALING);
        }

        return memfd switch
        {
            >= 0 => Seal(new Descriptor(memfd)),
            -Errno.EACCES => OpenFile(), // vm.memfd_noexec=2 (sysctl(5))
            _ => throw new KernelException("creating the init in memory", -memfd),
        };
    }

    private static Descriptor Seal(Descriptor memfd)
    {
        Kernel.Write(memfd.Number, Bytes);

        // Linux before 6.3 does not know F_SEAL_EXEC and refuses it.
        if (Kernel.TryFcntl(memfd.Number, F_ADD_SEALS, AllSeals) < 0)
        {
            Kernel.Fcntl(memfd.Number, F_ADD_SEALS, OlderSeals);
        }

        return memfd;
    }

    /// <summary>Where memfds cannot be executed: a file in a tmpfs that is mounted nowhere and goes away with its last descriptor, read-only once it is written.</summary>
    private static Descriptor OpenFile()
    {
        using Descriptor context = Kernel.FsOpen("tmpfs");
        Kernel.FsConfigCreate(context.Number);
        using Descriptor mount = Kernel.FsMount(context.Number, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV);
        using (Descriptor file = Kernel.OpenAt(mount.Number, "runtime-init", O_WRONLY | O_CREAT | O_EXCL, ExecutableByAll))
        {
            Kernel.Write(file.Number, Bytes);
        }

        Kernel.MountSetAttr(mount.Number, "", AT_EMPTY_PATH, new mount_attr { attr_set = MOUNT_ATTR_RDONLY });
        return Kernel.OpenAt(mount.Number, "runtime-init", O_RDONLY | O_CLOEXEC);
    }
}
