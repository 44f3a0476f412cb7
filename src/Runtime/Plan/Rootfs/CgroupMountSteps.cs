using Runtime.Config;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Plan;

/// <summary>The cgroup file system inside: with cgroup v2 its own hierarchy, with v1 a tmpfs with one mount for each.</summary>
internal static class CgroupMountSteps
{
    public static void Append(PlanBuilder plan, Rootfs root, MountSpec mount, MountOptions options, LaunchSettings settings)
    {
        plan.Doing("mounting cgroup at \"{0}\"", mount.Destination);
        if (settings.Cgroup is [{ Mount: "" } unified])
        {
            Unified(plan, root, mount, options, unified, settings);
        }
        else
        {
            Hierarchies(plan, root, mount, options, settings);
        }

        root.Mounted.Add(new MountedPlace(mount.Destination, IsFresh: true));
    }

    private static void Unified(PlanBuilder plan, Rootfs root, MountSpec mount, MountOptions options, CgroupMount unified, LaunchSettings settings)
    {
        Slot made = plan.Scratch("mount");
        Slot target = plan.Scratch("target");
        Slot context = plan.Scratch("fs");
        Label bind = plan.NewLabel();
        Label attach = plan.NewLabel();
        Label done = plan.NewLabel();
        DestinationSteps.Directory(plan, root, mount, target, settings);
        plan.Call(SystemCall.fsopen, plan.Text("cgroup2"), FSOPEN_CLOEXEC).Into(context);
        plan.Call(SystemCall.fsconfig, context, FSCONFIG_CMD_CREATE, 0, 0, 0).OrJump(bind, Errno.EPERM, Errno.EBUSY);
        plan.Call(SystemCall.fsmount, context, FSMOUNT_CLOEXEC, options.Set).Into(made);
        plan.Jump(attach);
        plan.Mark(bind); // in a user namespace without a cgroup namespace: the container's own part of the host's hierarchy
        OpenTree(plan, unified, made, done, settings.IsRootless);

        // Without a cgroup namespace this is the host's tree: never writable, whatever config.json says (CVE-2023-25809).
        AttributeSteps.Set(plan, made, options.Set | MOUNT_ATTR_RDONLY);
        plan.Mark(attach);
        MountSteps.Attach(plan, made, target, options);
        plan.Mark(done);
    }

    /// <summary>Opens the container's cgroup. A user who may make none has none to show: the place stays empty.</summary>
    private static void OpenTree(PlanBuilder plan, CgroupMount cgroup, Slot tree, Label none, bool isRootless)
    {
        StepHandle open = plan.Call(SystemCall.open_tree, AT_FDCWD, plan.Text(cgroup.Path), OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC).Into(tree);
        if (isRootless)
        {
            open.OrJump(none, Errno.ENOENT);
        }
    }

    private static void Hierarchies(PlanBuilder plan, Rootfs root, MountSpec mount, MountOptions options, LaunchSettings settings)
    {
        Slot tmpfs = plan.Slot("cgroups");
        Slot tree = plan.Scratch("mount");
        Slot target = plan.Scratch("target");
        DestinationSteps.Directory(plan, root, mount, target, settings);
        MountOptions layout = MountOptions.Parse(new MountSpec { Destination = mount.Destination, Options = ["mode=755"] }, 0);
        MountLabel.AddTo(layout, settings);
        FileSystemSteps.Create(plan, "tmpfs", "tmpfs", layout, options.Set & ~MOUNT_ATTR_RDONLY, tmpfs);
        MountSteps.Attach(plan, tmpfs, target, options);
        foreach (CgroupMount hierarchy in settings.Cgroup)
        {
            plan.Doing("mounting the cgroup hierarchy {0} at \"{1}\"", hierarchy.Mount, mount.Destination);
            plan.Call(SystemCall.mkdirat, tmpfs, plan.Text(hierarchy.Mount), 0x1ed /* 0755 */);
            PathSteps.OpenName(plan, tmpfs, hierarchy.Mount, O_PATH | O_DIRECTORY | O_CLOEXEC, target);
            Label none = plan.NewLabel();
            OpenTree(plan, hierarchy, tree, none, settings.IsRootless);
            AttributeSteps.Set(plan, tree, options.Set, options.Clear);
            MountSteps.Attach(plan, tree, target);
            plan.Mark(none);
            if (hierarchy.Mount.Contains(','))
            {
                // Controllers that are mounted together are looked for by their single names too.
                foreach (string controller in hierarchy.Mount.Split(','))
                {
                    plan.Call(SystemCall.symlinkat, plan.Text(hierarchy.Mount), tmpfs, plan.Text(controller));
                }
            }
        }

        if (options.IsReadOnly)
        {
            plan.Doing("making \"{0}\" read-only", mount.Destination);
            AttributeSteps.Set(plan, tmpfs, MOUNT_ATTR_RDONLY);
        }
    }
}
