using Runtime.Config;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Plan;

/// <summary>Bind mounts: what is on the host appears in the container too.</summary>
internal static class BindSteps
{
    public static void Append(PlanBuilder plan, Rootfs root, MountSpec mount, MountOptions options, LaunchSettings settings, int index)
    {
        string source = mount.Source ?? "";
        if (!source.StartsWith('/'))
        {
            source = settings.Bundle.Path + "/" + source;
        }

        if (options.CopiesLink && Kernel.TryReadLinkAt(AT_FDCWD, source, out string? link) >= 0)
        {
            Link(plan, root, mount, link ?? "");
            return;
        }

        Slot tree = Source(plan, mount, source, options, settings, IdMap.Of(mount, index, settings.Spec.Linux));
        if (PathSteps.Split(mount.Destination) is ["proc"])
        {
            RequireProc(plan, mount, source, tree);
        }

        Slot target = plan.Scratch("target");
        DestinationSteps.Like(plan, root, mount, tree, target, options.IsDestinationNotFollowed ? O_NOFOLLOW : 0, settings);
        if (options.Set != 0 || options.Clear != 0)
        {
            SetAttributes(plan, mount, source, tree, options, settings);
        }

        MountSteps.SetRecursive(plan, tree, options);
        MountSteps.Attach(plan, tree, target, options);
        DestinationSteps.Remember(plan, root, mount, tree, isFresh: false);
    }

    /// <summary>A detached copy of the source.</summary>
    private static Slot Source(PlanBuilder plan, MountSpec mount, string source, MountOptions options, LaunchSettings settings, IdMap? map)
    {
        int flags = (options.IsRecursiveBind ? AT_RECURSIVE : 0) | (options.IsSourceNotFollowed ? AT_SYMLINK_NOFOLLOW : 0);
        if (map is null && (settings.IsRootless || !settings.Has(NamespaceType.User)))
        {
            Slot tree = plan.Scratch("mount");
            plan.Doing("mounting \"{0}\" at \"{1}\"", source, mount.Destination);
            plan.Call(SystemCall.open_tree, AT_FDCWD, plan.Text(source), OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | (uint)flags).Into(tree);
            return tree;
        }

        // Root of a user namespace may not enter what only the host's root may, nor change whose files a mount shows; the runtime may, if it is root.
        Slot opened = plan.OpenedTree("source", source, flags, map);
        plan.Doing("mounting \"{0}\" at \"{1}\"", source, mount.Destination);
        return opened;
    }

    /// <summary>Over /proc goes only what is a procfs itself: another one could answer for the kernel.</summary>
    private static void RequireProc(PlanBuilder plan, MountSpec mount, string source, Slot tree)
    {
        Label other = plan.NewLabel();
        Label done = plan.NewLabel();
        FileSteps.RequireFileSystem(plan, tree, PROC_SUPER_MAGIC, other);
        plan.Jump(done);
        plan.Mark(other);
        plan.Doing("\"{0}\" cannot be mounted because it is not of type proc", mount.Destination);
        plan.Fail(0);
        plan.Mark(done);
        plan.Doing("mounting \"{0}\" at \"{1}\"", source, mount.Destination);
    }

    /// <summary>Only what the words name changes: what else the source forbids stays forbidden.</summary>
    private static void SetAttributes(PlanBuilder plan, MountSpec mount, string source, Slot tree, MountOptions options, LaunchSettings settings)
    {
        if (!settings.IsRootless || options.Clear == 0)
        {
            AttributeSteps.Set(plan, tree, options.Set, options.Clear);
            return;
        }

        // In a mount namespace of a user namespace, the flags with which a mount came are locked (mount_namespaces(7)).
        Label locked = plan.NewLabel();
        Label done = plan.NewLabel();
        AttributeSteps.Set(plan, tree, options.Set, options.Clear).OrJump(locked, Errno.EPERM);
        plan.Jump(done);
        plan.Mark(locked);
        plan.Doing(
            "mounting \"{0}\" at \"{1}\": " + ((options.Clear & ~MOUNT_ATTR__ATIME) == 0 ? "cannot change locked atime flags" : "cannot clear locked flags"), source, mount.Destination);
        plan.Fail(Errno.EPERM);
        plan.Mark(done);
        plan.Doing("mounting \"{0}\" at \"{1}\"", source, mount.Destination);
    }

    /// <summary>The link that the source is, made again inside. One that is there already, from an earlier start, may stay.</summary>
    private static void Link(PlanBuilder plan, Rootfs root, MountSpec mount, string link)
    {
        Label exists = plan.NewLabel();
        Label different = plan.NewLabel();
        Label done = plan.NewLabel();
        Slot directory = plan.Scratch("parent");
        Slot found = plan.Scratch("target");
        Slot mode = plan.Scratch("mode");
        string[] names = PathSteps.Split(mount.Destination);
        plan.Doing("making the link \"{0}\" to \"{1}\"", mount.Destination, link);
        PathSteps.MakeParent(plan, root.Root, names, directory);
        plan.Call(SystemCall.symlinkat, plan.Text(link), directory, plan.Text(names[^1])).OrJump(exists, Errno.EEXIST);
        plan.Jump(done);
        plan.Mark(exists);
        PathSteps.Open(plan, directory, names[^1], O_PATH | O_NOFOLLOW | O_CLOEXEC, found);
        FileSteps.Mode(plan, found, mode);
        plan.JumpIfNotEqual(mode, S_IFLNK, different, S_IFMT);
        plan.Jump(done);
        plan.Mark(different);
        plan.Fail(Errno.EEXIST);
        plan.Mark(done);
    }
}
