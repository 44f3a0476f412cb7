using System;
using System.Globalization;

using Runtime.Config;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Plan;

/// <summary>Mounts of new file systems: proc, sysfs, tmpfs, devpts, mqueue, overlay and whatever else the kernel knows.</summary>
internal static class FileSystemSteps
{
    /// <summary>With its final zero: longer values fsconfig(2) refuses.</summary>
    private const int LongestValue = 256;

    public static void Append(PlanBuilder plan, Rootfs root, Channel channel, MountSpec mount, MountOptions options, LaunchSettings settings, int index)
    {
        string type = mount.Type ?? throw new ConfigException("config.json", $"mounts[{index}].type", "required unless the mount is a bind mount, but missing");
        plan.Doing("mounting {0} at \"{1}\"", type, mount.Destination);
        if (type is not ("proc" or "sysfs" or "mqueue"))
        {
            MountLabel.AddTo(options, settings);
        }

        switch (type)
        {
            case "proc" or "sysfs":
                ProcOrSysfs(plan, root, mount, options, settings, type);
                break;
            case "tmpfs":
                Tmpfs(plan, root, channel, mount, options, settings);
                break;
            case "devpts":
                Devpts(plan, root, mount, options, settings);
                break;
            default:
                Slot target = plan.Scratch("target");
                Slot made = plan.Scratch("mount");
                DestinationSteps.Directory(plan, root, mount, target, settings);
                Create(plan, type, mount.Source, options, options.Set, made);
                if (type == "mqueue")
                {
                    MountLabel.Set(plan, made, settings);
                }

                Attach(plan, root, mount, options, made, target, type == "mqueue");
                break;
        }
    }

    /// <summary>The runtime is met while one of these is mounted.</summary>
    public static bool Meets(MountSpec[] mounts) => Array.Exists(mounts, m => m.Type is "tmpfs" && Array.IndexOf(m.Options, "tmpcopyup") >= 0);

    /// <summary>Configures a new file system and mounts it nowhere yet: <c>fsopen</c> … <c>fsmount</c>.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="type">The kernel's name for it.</param>
    /// <param name="source">What it is made from.</param>
    /// <param name="options">Its own.</param>
    /// <param name="attributes">MOUNT_ATTR_ flags.</param>
    /// <param name="result">The slot of the detached mount.</param>
    /// <param name="refused">Where to go on when a call fails with <paramref name="errno"/>; null: nowhere.</param>
    /// <param name="errno">Of the failure that is foreseen.</param>
    public static void Create(PlanBuilder plan, string type, string? source, MountOptions options, ulong attributes, Slot result, Label? refused = null, int errno = 0)
    {
        Slot context = plan.Scratch("fs");
        Foresee(plan.Call(SystemCall.fsopen, plan.Text(type), FSOPEN_CLOEXEC).Into(context), refused, errno);
        if (!string.IsNullOrEmpty(source))
        {
            Configure(plan, context, "source", source);
        }

        Configure(plan, context, options, refused, errno);
        Foresee(plan.Call(SystemCall.fsconfig, context, FSCONFIG_CMD_CREATE, 0, 0, 0), refused, errno);
        Foresee(plan.Call(SystemCall.fsmount, context, FSMOUNT_CLOEXEC, attributes).Into(result), refused, errno);
        plan.Call(SystemCall.close, context);
    }

    /// <summary>Tells a file system its options.</summary>
    public static void Configure(PlanBuilder plan, Slot context, MountOptions options, Label? refused = null, int errno = 0)
    {
        foreach (string word in options.Superblock)
        {
            Configure(plan, context, word, null);
        }

        foreach (string word in options.Data)
        {
            int equals = word.IndexOf('=', StringComparison.Ordinal);
            string key = equals < 0 ? word : word[..equals];
            string? value = equals < 0 ? null : word[(equals + 1)..];
            if (key == "lowerdir" && value?.Length >= LongestValue)
            {
                // The layers of an image, one by one (Linux 6.8).
                foreach (string layer in value.Split(':'))
                {
                    Configure(plan, context, "lowerdir+", layer);
                }
            }
            else
            {
                Foresee(Configure(plan, context, key, value), refused, errno);
            }
        }
    }

    private static StepHandle Configure(PlanBuilder plan, Slot context, string key, string? value)
    {
        return value is null
            ? plan.Call(SystemCall.fsconfig, context, FSCONFIG_SET_FLAG, plan.Text(key), 0, 0)
            : plan.Call(SystemCall.fsconfig, context, FSCONFIG_SET_STRING, plan.Text(key), plan.Text(value), 0);
    }

    private static void Foresee(StepHandle step, Label? refused, int errno)
    {
        if (refused is Label label)
        {
            step.OrJump(label, errno);
        }
    }

    private static void Attach(PlanBuilder plan, Rootfs root, MountSpec mount, MountOptions options, Slot made, Slot target, bool isFresh)
    {
        MountSteps.SetRecursive(plan, made, options);
        MountSteps.Attach(plan, made, target, options);
        DestinationSteps.Remember(plan, root, mount, made, isFresh);
    }

    /// <summary>What the kernel shows of itself.</summary>
    private static void ProcOrSysfs(PlanBuilder plan, Rootfs root, MountSpec mount, MountOptions options, LaunchSettings settings, string type)
    {
        Slot target = plan.Scratch("target");
        Slot made = plan.Scratch("mount");
        DestinationSteps.OrdinaryDirectory(plan, root, mount, type, target);
        if (type == "sysfs" && options.IsReadOnly && settings.Has(NamespaceType.User) && !settings.HasNew(NamespaceType.Network))
        {
            // A sysfs shows the network's devices, and belongs to whoever owns the network namespace. Where that is not the container, it
            // gets the host's to look at, with all that is mounted in it.
            Label refused = plan.NewLabel();
            Label done = plan.NewLabel();
            Create(plan, type, mount.Source, options, options.Set, made, refused, Errno.EPERM);
            plan.Jump(done);
            plan.Mark(refused);
            plan.Call(SystemCall.open_tree, AT_FDCWD, plan.Text("/sys"), OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_RECURSIVE).Into(made);
            AttributeSteps.Set(plan, made, options.Set, recursive: true);
            plan.Mark(done);
        }
        else
        {
            Create(plan, type, mount.Source, options, options.Set, made);
        }

        Attach(plan, root, mount, options, made, target, isFresh: type == "sysfs"); // a procfs is full of links
    }

    private static void Tmpfs(PlanBuilder plan, Rootfs root, Channel channel, MountSpec mount, MountOptions options, LaunchSettings settings)
    {
        Slot target = plan.Scratch("target");
        Slot made = options.IsReadOnly ? plan.Slot("tmpfs") : plan.Scratch("mount");
        Slot mode = plan.Scratch("mode");
        bool inheritsMode = !options.Data.Exists(word => word.StartsWith("mode=", StringComparison.Ordinal));
        if (inheritsMode)
        {
            DestinationSteps.DirectoryWithMode(plan, root, mount, target, mode, settings);
        }
        else
        {
            DestinationSteps.Directory(plan, root, mount, target, settings);
        }

        Create(plan, "tmpfs", mount.Source, options, options.Set & ~MOUNT_ATTR_RDONLY, made);
        if (options.CopiesUp)
        {
            Phrase doing = plan.Phrase;
            channel.MeetCopy(plan, target, made, mount.Destination);
            plan.Doing(doing);
        }

        if (inheritsMode)
        {
            Slot top = plan.Scratch("top");
            plan.Call(SystemCall.openat, made, plan.Text("."), O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0).Into(top);
            plan.Call(SystemCall.fchmod, top, mode);
            plan.Call(SystemCall.close, top);
        }

        Attach(plan, root, mount, options, made, target, isFresh: !options.CopiesUp);
        if (options.IsReadOnly)
        {
            root.ReadOnlyLater.Add(new LateReadOnly(made, mount.Destination));
        }
    }

    /// <summary>Its terminals can only belong to a group that the container has: the gid=5 that engines give is taken away where it is none.</summary>
    private static void Devpts(PlanBuilder plan, Rootfs root, MountSpec mount, MountOptions options, LaunchSettings settings)
    {
        Slot target = plan.Scratch("target");
        Slot made = plan.Slot("devpts");
        DestinationSteps.Directory(plan, root, mount, target, settings);
        if (settings.HasNew(NamespaceType.User))
        {
            options.Data.RemoveAll(word => IsUnmappedGroup(word, settings.Spec.Linux));
        }

        if (settings.Has(NamespaceType.User) && !settings.HasNew(NamespaceType.User) && options.Data.Exists(IsGroup))
        {
            Label unmapped = plan.NewLabel();
            Label done = plan.NewLabel();
            Create(plan, "devpts", mount.Source, options, options.Set, made, unmapped, Errno.EINVAL);
            plan.Jump(done);
            plan.Mark(unmapped);
            options.Data.RemoveAll(IsGroup);
            Create(plan, "devpts", mount.Source, options, options.Set, made);
            plan.Mark(done);
        }
        else
        {
            Create(plan, "devpts", mount.Source, options, options.Set, made);
        }

        Attach(plan, root, mount, options, made, target, isFresh: true);
        if (PathSteps.Split(mount.Destination) is ["dev", "pts"])
        {
            root.Devpts = made;
        }
    }

    private static bool IsGroup(string word) => word.StartsWith("gid=", StringComparison.Ordinal);

    private static bool IsUnmappedGroup(string word, LinuxSpec linux)
    {
        return IsGroup(word)
            && uint.TryParse(word.AsSpan(4), NumberStyles.None, CultureInfo.InvariantCulture, out uint group)
            && !RootlessChecks.IsMapped(group, linux.GidMappings);
    }
}
