using System;

using Runtime.Config;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Plan;

/// <summary>The container's root: a mount of its own, in a mount namespace from which nothing reaches the host unless config.json says so.</summary>
internal static unsafe class RootSteps
{
    public static Rootfs Append(PlanBuilder plan, LaunchSettings settings)
    {
        string path = settings.Bundle.RootPath;
        bool hasNamespace = settings.Has(NamespaceType.Mount);
        if (hasNamespace)
        {
            Isolate(plan, settings.Spec.Linux.RootfsPropagation, path);
        }

        plan.Doing("mounting the root \"{0}\"", path);
        Slot directory = plan.Slot("rootfs");
        Slot root = plan.Slot("root");
        long empty = plan.Text("");
        plan.Call(SystemCall.openat, AT_FDCWD, plan.Text(path), O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC, 0).Into(directory);
        plan.Call(SystemCall.open_tree, directory, empty, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_EMPTY_PATH | AT_RECURSIVE).Into(root);
        plan.Call(SystemCall.move_mount, root, empty, directory, empty, MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH);
        if (!hasNamespace)
        {
            // Among the host's mounts, where others may have a peer of it: what is mounted below shall not be theirs too.
            AttributeSteps.Set(plan, root, propagation: MS_PRIVATE, recursive: true);
        }
        else if (settings.Spec.Linux.RootfsPropagation is null or RootfsPropagation.Rslave)
        {
            // A slave of the host's mount would get what the host mounts below the root directory later, over what the container has there.
            AttributeSteps.Set(plan, root, propagation: MS_PRIVATE);
        }

        Slot number = plan.Slot("root number");
        FileSteps.Mount(plan, root, number);
        return new Rootfs(root, number);
    }

    /// <summary>What had to be writable until here is no longer.</summary>
    public static void Finish(PlanBuilder plan, Rootfs root, LaunchSettings settings)
    {
        foreach (LateReadOnly late in root.ReadOnlyLater)
        {
            plan.Doing("making \"{0}\" read-only", late.Destination);
            AttributeSteps.Set(plan, late.Mount, set: MOUNT_ATTR_RDONLY);
        }

        ulong propagation = FlagsOf(settings.Spec.Linux.RootfsPropagation ?? RootfsPropagation.Rslave);
        if ((propagation & MS_UNBINDABLE) != 0)
        {
            plan.Doing("making the root unbindable");
            AttributeSteps.Set(plan, root.Root, propagation: propagation, recursive: (propagation & MS_REC) != 0);
        }

        if (settings.Spec.Root.Readonly)
        {
            plan.Doing("making the root read-only");
            AttributeSteps.Set(plan, root.Root, set: MOUNT_ATTR_RDONLY);
        }
    }

    /// <summary>Some mounts of the host have a peer in this namespace: what is mounted or unmounted on those here happens there too.</summary>
    public static bool IsSeenByHost(RootfsPropagation? propagation)
    {
        return propagation is not null and not RootfsPropagation.Rslave and not RootfsPropagation.Rprivate;
    }

    public static ulong FlagsOf(RootfsPropagation propagation)
    {
        return propagation switch
        {
            RootfsPropagation.Private => MS_PRIVATE,
            RootfsPropagation.Rprivate => MS_PRIVATE | MS_REC,
            RootfsPropagation.Shared => MS_SHARED,
            RootfsPropagation.Rshared => MS_SHARED | MS_REC,
            RootfsPropagation.Slave => MS_SLAVE,
            RootfsPropagation.Rslave => MS_SLAVE | MS_REC,
            RootfsPropagation.Unbindable => MS_UNBINDABLE,
            RootfsPropagation.Runbindable => MS_UNBINDABLE | MS_REC,
            _ => throw new ArgumentOutOfRangeException(nameof(propagation)),
        };
    }

    /// <summary>What is mounted in the namespace from here on does not reach the host.</summary>
    private static void Isolate(PlanBuilder plan, RootfsPropagation? configured, string path)
    {
        ulong propagation = FlagsOf(configured ?? RootfsPropagation.Rslave);
        plan.Doing("setting the propagation of mounts");

        // What is unbindable cannot be cloned, so the root becomes it last.
        plan.Call(SystemCall.mount, 0, plan.Text("/"), 0, (propagation & MS_UNBINDABLE) == 0 ? propagation : MS_PRIVATE | (propagation & MS_REC), 0);
        if (IsSeenByHost(configured))
        {
            // pivot_root(2) refuses a new root whose parent mount is shared, and the host would see the root mounted there.
            MakeParentPrivate(plan, path);
        }
    }

    /// <summary>The mount that a path of the host lies on is at the first of the directories upwards which the kernel takes for a mount point.</summary>
    private static void MakeParentPrivate(PlanBuilder plan, string path)
    {
        plan.Doing("making the mount of \"{0}\" private", path);
        Label done = plan.NewLabel();
        for (string at = path; at.Length > 1; at = at[..Math.Max(1, at.LastIndexOf('/'))])
        {
            Label above = plan.NewLabel();
            plan.Call(SystemCall.mount, 0, plan.Text(at), 0, MS_PRIVATE, 0).OrJump(above, Errno.EINVAL);
            plan.Jump(done);
            plan.Mark(above);
        }

        plan.Call(SystemCall.mount, 0, plan.Text("/"), 0, MS_PRIVATE, 0);
        plan.Mark(done);
    }
}
