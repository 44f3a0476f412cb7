using Runtime.Config;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Plan;

/// <summary>Makes the container's root the root, and takes the host's away.</summary>
internal static class PivotSteps
{
    public static void Append(PlanBuilder plan, Rootfs root, LaunchSettings settings)
    {
        if (!settings.Has(NamespaceType.Mount))
        {
            plan.Doing("entering the root \"{0}\"", settings.Bundle.RootPath);
            Enter(plan, root.Root);
            return;
        }

        RootfsPropagation? configured = settings.Spec.Linux.RootfsPropagation;
        if (settings.RevealingMounts is string[] revealing)
        {
            Move(plan, root, settings.Bundle.RootPath, revealing, configured);
        }
        else
        {
            Pivot(plan, root, settings.Bundle.RootPath, configured);
        }

        plan.Call(SystemCall.chdir, plan.Text("/"));
        if (configured is RootfsPropagation propagation)
        {
            plan.Doing("setting the propagation of the root");
            plan.Call(SystemCall.mount, 0, plan.Text("/"), 0, RootSteps.FlagsOf(propagation), 0);
        }
    }

    private static void Pivot(PlanBuilder plan, Rootfs root, string path, RootfsPropagation? configured)
    {
        Slot? hostRoot = RootSteps.IsSeenByHost(configured) ? plan.Scratch("host root") : null;
        plan.Doing("entering the root \"{0}\"", path);
        long here = plan.Text(".");
        if (hostRoot is Slot opened)
        {
            plan.Call(SystemCall.openat, AT_FDCWD, plan.Text("/"), O_PATH | O_DIRECTORY | O_CLOEXEC, 0).Into(opened);
        }

        plan.Call(SystemCall.fchdir, root.Root);

        // Both arguments the same: the old root ends up on top of the new one, and needs no directory in it (pivot_root(2)).
        plan.Call(SystemCall.pivot_root, here, here);
        plan.Doing("taking the host's root away");
        if (hostRoot is Slot old)
        {
            // An unmount travels as a mount does: the host's tree must not see its own root go. Here is still the new root for
            // mount(2), while umount2(2) would find the mount on top of it.
            plan.Call(SystemCall.fchdir, old);
            plan.Call(SystemCall.mount, 0, here, 0, MS_SLAVE | MS_REC, 0);
        }

        plan.Call(SystemCall.umount2, here, MNT_DETACH);
    }

    /// <summary>
    /// The host's tree stays below the container's: whoever gets there must not find a procfs or sysfs without its masks. The kernel would also take
    /// them for the proof that the container may mount an unmasked one of its own (mount_namespaces(7)).
    /// </summary>
    private static void Move(PlanBuilder plan, Rootfs root, string path, string[] revealing, RootfsPropagation? configured)
    {
        if (RootSteps.IsSeenByHost(configured))
        {
            plan.Doing("keeping the host's mounts out of this");
            plan.Call(SystemCall.mount, 0, plan.Text("/"), 0, MS_SLAVE | MS_REC, 0);
        }

        foreach (string mount in revealing)
        {
            Label cover = plan.NewLabel();
            Label done = plan.NewLabel();
            long text = plan.Text(mount);
            plan.Doing("taking the host's \"{0}\" away", mount);
            plan.Call(SystemCall.umount2, text, MNT_DETACH).OrJump(cover, Errno.EINVAL, Errno.EPERM, Errno.ENOENT);
            plan.Jump(done);
            plan.Mark(cover);

            // It came with the mounts of another user namespace, and is locked (EINVAL); ENOENT: another mount hides it.
            plan.Call(SystemCall.mount, plan.Text("tmpfs"), text, plan.Text("tmpfs"), MS_RDONLY, 0).Ignoring(Errno.ENOENT);
            plan.Mark(done);
        }

        plan.Doing("moving the root \"{0}\" to \"/\"", path);
        plan.Call(SystemCall.fchdir, root.Root);
        plan.Call(SystemCall.move_mount, root.Root, plan.Text(""), AT_FDCWD, plan.Text("/"), MOVE_MOUNT_F_EMPTY_PATH);
        plan.Call(SystemCall.chroot, plan.Text("."));
    }

    /// <summary>Where a further process goes; null: joining the mount namespace brought it there.</summary>
    public static void EnterExisting(PlanBuilder plan, Slot? root)
    {
        if (root is Slot directory)
        {
            plan.Doing("entering the root of the container");
            Enter(plan, directory);
        }
    }

    /// <summary>Without a mount namespace there is nothing to pivot: the root of this process alone becomes the directory.</summary>
    private static void Enter(PlanBuilder plan, Slot root)
    {
        plan.Call(SystemCall.fchdir, root);
        plan.Call(SystemCall.chroot, plan.Text("."));
    }
}
