using Runtime.Config;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Plan;

/// <summary>
/// The mounts of config.json, in order. Each is made detached, gets its attributes, and is attached to a descriptor:
/// no name of the image is looked up twice (CVE-2021-30465).
/// </summary>
internal static class MountSteps
{
    public static void Append(PlanBuilder plan, Rootfs root, Channel channel, LaunchSettings settings)
    {
        MountSpec[] mounts = settings.Spec.Mounts;
        for (int i = 0; i < mounts.Length; i++)
        {
            MountSpec mount = mounts[i];
            MountOptions options = MountOptions.Parse(mount, i);
            if (PathSteps.Split(mount.Destination).Length == 0)
            {
                throw new ConfigException("config.json", $"mounts[{i}].destination", DestinationSteps.RootIsNone(mount, settings));
            }

            if (options.IsRemount)
            {
                Remount(plan, root, mount, options);
            }
            else if (options.IsBind)
            {
                BindSteps.Append(plan, root, mount, options, settings, i);
            }
            else if (mount.Type is "cgroup" or "cgroup2")
            {
                CgroupMountSteps.Append(plan, root, mount, options, settings);
            }
            else
            {
                FileSystemSteps.Append(plan, root, channel, mount, options, settings, i);
            }
        }
    }

    /// <summary>Attaches a detached mount at a descriptor and gives it its propagation.</summary>
    public static void Attach(PlanBuilder plan, Slot mount, Slot target, MountOptions options)
    {
        Attach(plan, mount, target);
        SetPropagation(plan, mount, options);
    }

    public static void Attach(PlanBuilder plan, Slot mount, Slot target)
    {
        long empty = plan.Text("");
        plan.Call(SystemCall.move_mount, mount, empty, target, empty, MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH);
    }

    /// <summary>Sets the attributes of the words that begin with r, which count for what is mounted below too.</summary>
    public static void SetRecursive(PlanBuilder plan, Slot mount, MountOptions options)
    {
        if (options.RecursiveSet != 0 || options.RecursiveClear != 0)
        {
            AttributeSteps.Set(plan, mount, options.RecursiveSet, options.RecursiveClear, recursive: true);
        }
    }

    private static void SetPropagation(PlanBuilder plan, Slot mount, MountOptions options)
    {
        foreach (ulong propagation in options.Propagation)
        {
            AttributeSteps.Set(plan, mount, propagation: propagation, recursive: (propagation & MS_REC) != 0);
        }
    }

    /// <summary>What is mounted at the destination stays, and changes: its attributes and, without <c>bind</c>, its file system.</summary>
    private static void Remount(PlanBuilder plan, Rootfs root, MountSpec mount, MountOptions options)
    {
        plan.Doing("remounting \"{0}\"", mount.Destination);
        Slot target = plan.Scratch("target");
        PathSteps.Open(plan, root.Root, mount.Destination, O_PATH | O_CLOEXEC, target);
        if (!options.IsBind && (options.Data.Count > 0 || options.Superblock.Count > 0))
        {
            Slot context = plan.Scratch("fs");
            plan.Call(SystemCall.fspick, target, plan.Text(""), FSPICK_CLOEXEC | FSPICK_EMPTY_PATH).Into(context);
            FileSystemSteps.Configure(plan, context, options);
            plan.Call(SystemCall.fsconfig, context, FSCONFIG_CMD_RECONFIGURE, 0, 0, 0);
            plan.Call(SystemCall.close, context);
        }

        AttributeSteps.Set(plan, target, options.Set, options.Clear);
        SetRecursive(plan, target, options);
        SetPropagation(plan, target, options);
    }
}
