using System;

using Runtime.Config;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Plan;

/// <summary>
/// The mounts of config.json, in order. Each is made detached, gets its attributes, and is attached to a descriptor:
/// no name of the image is looked up twice (CVE-2021-30465).
/// </summary>
internal static unsafe class MountSteps
{
    public static void Append(PlanBuilder plan, Rootfs root, LaunchSettings settings)
    {
        MountSpec[] mounts = settings.Spec.Mounts;
        for (int i = 0; i < mounts.Length; i++)
        {
            MountSpec mount = mounts[i];
            MountOptions options = MountOptions.Parse(mount, i);
            if (PathSteps.Split(mount.Destination).Length == 0)
            {
                throw new ConfigException("config.json", $"mounts[{i}].destination", $"mountpoint \"{mount.Destination}\" is on the top of rootfs \"{settings.Bundle.RootPath}\"");
            }

            if (options.IsRemount)
            {
                Remount(plan, root, mount, options);
            }
            else if (options.IsBind)
            {
                Bind(plan, root, mount, options, settings);
            }
            else if (mount.Type is "cgroup" or "cgroup2")
            {
                CgroupMountSteps.Append(plan, root, mount, options, settings);
            }
            else
            {
                Mount(plan, root, mount, options, i);
            }
        }
    }

    /// <summary>Configures a new file system and mounts it nowhere yet: <c>fsopen</c> … <c>fsmount</c>.</summary>
    public static void Create(PlanBuilder plan, string type, string? source, MountOptions options, ulong attributes, Slot result)
    {
        Slot context = plan.Scratch("fs");
        plan.Call(SystemCall.fsopen, plan.Text(type), FSOPEN_CLOEXEC).Into(context);
        if (!string.IsNullOrEmpty(source))
        {
            Configure(plan, context, "source", source);
        }

        foreach (string word in options.Superblock)
        {
            Configure(plan, context, word, null);
        }

        foreach (string word in options.Data)
        {
            int equals = word.IndexOf('=', StringComparison.Ordinal);
            Configure(plan, context, equals < 0 ? word : word[..equals], equals < 0 ? null : word[(equals + 1)..]);
        }

        plan.Call(SystemCall.fsconfig, context, FSCONFIG_CMD_CREATE, 0, 0, 0);
        plan.Call(SystemCall.fsmount, context, FSMOUNT_CLOEXEC, attributes).Into(result);
        plan.Call(SystemCall.close, context);
    }

    /// <summary>Attaches a detached mount at a descriptor and gives it its propagation.</summary>
    public static void Attach(PlanBuilder plan, Slot mount, Slot target, MountOptions options)
    {
        Attach(plan, mount, target);
        foreach (ulong propagation in options.Propagation)
        {
            AttributeSteps.Set(plan, mount, propagation: propagation, recursive: (propagation & MS_REC) != 0);
        }
    }

    public static void Attach(PlanBuilder plan, Slot mount, Slot target)
    {
        long empty = plan.Text("");
        plan.Call(SystemCall.move_mount, mount, empty, target, empty, MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH);
    }

    private static void Configure(PlanBuilder plan, Slot context, string key, string? value)
    {
        if (value is null)
        {
            plan.Call(SystemCall.fsconfig, context, FSCONFIG_SET_FLAG, plan.Text(key), 0, 0);
        }
        else
        {
            plan.Call(SystemCall.fsconfig, context, FSCONFIG_SET_STRING, plan.Text(key), plan.Text(value), 0);
        }
    }

    private static void Mount(PlanBuilder plan, Rootfs root, MountSpec mount, MountOptions options, int index)
    {
        string type = mount.Type ?? throw new ConfigException("config.json", $"mounts[{index}].type", "required unless the mount is a bind mount, but missing");
        plan.Doing("mounting {0} at \"{1}\"", type, mount.Destination);
        bool isTmpfs = type == "tmpfs";
        bool readOnlyLater = isTmpfs && options.IsReadOnly;
        Slot target = plan.Scratch("target");
        Slot made = readOnlyLater || type == "devpts" ? plan.Slot(type) : plan.Scratch("mount");
        Slot mode = plan.Scratch("mode");
        bool inheritsMode = isTmpfs && !options.Data.Exists(word => word.StartsWith("mode=", StringComparison.Ordinal));
        if (type is "proc" or "sysfs")
        {
            OpenOrdinaryDirectory(plan, root.Root, mount, type, target);
        }
        else if (inheritsMode)
        {
            OpenWithMode(plan, root.Root, mount.Destination, target, mode);
        }
        else
        {
            PathSteps.MakeDirectory(plan, root.Root, mount.Destination, target);
        }

        Create(plan, type, mount.Source, options, readOnlyLater ? options.Set & ~MOUNT_ATTR_RDONLY : options.Set, made);
        if (inheritsMode)
        {
            Slot top = plan.Scratch("top");
            plan.Call(SystemCall.openat, made, plan.Text("."), O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0).Into(top);
            plan.Call(SystemCall.fchmod, top, mode);
            plan.Call(SystemCall.close, top);
        }

        Attach(plan, made, target, options);
        if (readOnlyLater)
        {
            root.ReadOnlyLater.Add(new LateReadOnly(made, mount.Destination));
        }

        if (type == "devpts" && PathSteps.Split(mount.Destination) is ["dev", "pts"])
        {
            root.Devpts = made;
        }
    }

    /// <summary>procfs and sysfs only ever go where a directory is: at a link, a racing container could make them appear where it likes (CVE-2019-19921, CVE-2023-27561).</summary>
    private static void OpenOrdinaryDirectory(PlanBuilder plan, Slot root, MountSpec mount, string type, Slot target)
    {
        Label refuse = plan.NewLabel();
        Label done = plan.NewLabel();
        PathSteps.MakeDirectory(plan, root, mount.Destination, target);
        PathSteps.OpenWithoutLinks(plan, root, mount.Destination, O_PATH | O_DIRECTORY | O_CLOEXEC, target).OrJump(refuse, Errno.ELOOP);
        plan.Jump(done);
        plan.Mark(refuse);
        plan.Doing("filesystem \"{0}\" must be mounted on ordinary directory, and \"{1}\" is a link", type, mount.Destination);
        plan.Fail(0);
        plan.Mark(done);
        plan.Doing("mounting {0} at \"{1}\"", type, mount.Destination);
    }

    /// <summary>A tmpfs takes the mode of the directory it hides, and 1777 where there was none.</summary>
    private static void OpenWithMode(PlanBuilder plan, Slot root, string path, Slot target, Slot mode)
    {
        Label missing = plan.NewLabel();
        Label done = plan.NewLabel();
        PathSteps.Open(plan, root, path, O_PATH | O_DIRECTORY | O_CLOEXEC, target).OrJump(missing, Errno.ENOENT);
        FileSteps.Mode(plan, target, mode);
        plan.Jump(done);
        plan.Mark(missing);
        PathSteps.MakeDirectory(plan, root, path, target);
        long sticky = plan.Reserve(out uint* value);
        *value = 0x3ff; // 01777
        plan.Load(mode, sticky);
        plan.Mark(done);
    }

    private static void Bind(PlanBuilder plan, Rootfs root, MountSpec mount, MountOptions options, LaunchSettings settings)
    {
        string source = mount.Source ?? "";
        if (!source.StartsWith('/'))
        {
            source = settings.Bundle.Path + "/" + source;
        }

        Slot tree;
        if (settings.Has(NamespaceType.User) && !settings.IsRootless)
        {
            // Root of a user namespace may not enter what only the host's root may; the runtime may, if it is root.
            tree = plan.OpenedTree("source", source, options.IsRecursiveBind);
            plan.Doing("mounting \"{0}\" at \"{1}\"", source, mount.Destination);
        }
        else
        {
            tree = plan.Scratch("mount");
            plan.Doing("mounting \"{0}\" at \"{1}\"", source, mount.Destination);
            int recursive = options.IsRecursiveBind ? AT_RECURSIVE : 0;
            plan.Call(SystemCall.open_tree, AT_FDCWD, plan.Text(source), OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | (uint)recursive).Into(tree);
        }

        Slot target = plan.Scratch("target");
        PathSteps.MakeLike(plan, root.Root, mount.Destination, tree, target);
        if (options.Set != 0 || options.Clear != 0)
        {
            AttributeSteps.Set(plan, tree, options.Set, options.Clear);
        }

        if (options.RecursiveSet != 0 || options.RecursiveClear != 0)
        {
            AttributeSteps.Set(plan, tree, options.RecursiveSet, options.RecursiveClear, recursive: true);
        }

        Attach(plan, tree, target, options);
    }

    private static void Remount(PlanBuilder plan, Rootfs root, MountSpec mount, MountOptions options)
    {
        plan.Doing("remounting \"{0}\"", mount.Destination);
        Slot target = plan.Scratch("target");
        PathSteps.Open(plan, root.Root, mount.Destination, O_PATH | O_CLOEXEC, target);
        AttributeSteps.Set(plan, target, options.Set, options.Clear);
    }
}
