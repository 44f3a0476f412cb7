using Runtime.Config;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Plan;

/// <summary>
/// Paths the container can see and not use: masked ones read as empty, read-only ones cannot be written. Missing ones are left missing.
/// </summary>
/// <remarks>
/// A masked file is covered with the host's /dev/null, opened before anything of the image can be in the way: with the image's own,
/// a link in its place would have covered the file with whatever it points to (CVE-2025-31133).
/// </remarks>
internal static class HiddenPathSteps
{
    public const uint NullMajor = 1;
    public const uint NullMinor = 3;

    public static void Append(PlanBuilder plan, Rootfs root, LaunchSettings settings)
    {
        LinuxSpec linux = settings.Spec.Linux;
        Slot target = plan.Scratch("target");
        Slot tree = plan.Scratch("mount");
        foreach (string path in linux.ReadonlyPaths)
        {
            plan.Doing("making \"{0}\" read-only", path);
            Label missing = plan.NewLabel();
            PathSteps.Open(plan, root.Root, path, O_PATH | O_CLOEXEC, target).OrJump(missing, Errno.ENOENT, Errno.ENOTDIR);
            Clone(plan, target, tree, AT_RECURSIVE);
            AttributeSteps.Set(plan, tree, MOUNT_ATTR_RDONLY);
            MountSteps.Attach(plan, tree, target);
            plan.Mark(missing);
        }

        if (linux.MaskedPaths.Length > 0)
        {
            Mask(plan, root.Root, settings, target, tree);
        }
    }

    private static void Mask(PlanBuilder plan, Slot root, LaunchSettings settings, Slot target, Slot tree)
    {
        Slot nothing = plan.Slot("null");
        plan.Doing("opening \"/dev/null\" of the host");
        Label other = plan.NewLabel();
        Label isNull = plan.NewLabel();
        plan.Call(SystemCall.openat, AT_FDCWD, plan.Text("/dev/null"), O_PATH | O_NOFOLLOW | O_CLOEXEC, 0).Into(nothing);
        FileSteps.RequireDevice(plan, nothing, S_IFCHR, NullMajor, NullMinor, other);
        plan.Jump(isNull);
        plan.Mark(other);
        plan.Doing("\"/dev/null\" of the host is another file, and would show in the place of what is masked");
        plan.Fail(0);
        plan.Mark(isNull);
        MountOptions options = MountLabel.Options(settings);
        foreach (string path in settings.Spec.Linux.MaskedPaths)
        {
            plan.Doing("masking \"{0}\"", path);
            Label notDirectory = plan.NewLabel();
            Label attach = plan.NewLabel();
            Label done = plan.NewLabel();
            PathSteps.Open(plan, root, path, O_PATH | O_DIRECTORY | O_CLOEXEC, target).OrJump(notDirectory, Errno.ENOTDIR, Errno.ENOENT);

            // One for each path: to clone one it would have to be attached first, and where nobody sees it is nowhere.
            FileSystemSteps.Create(plan, "tmpfs", null, options, MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC, tree);
            plan.Jump(attach);
            plan.Mark(notDirectory);
            PathSteps.Open(plan, root, path, O_PATH | O_CLOEXEC, target).OrJump(done, Errno.ENOTDIR, Errno.ENOENT);
            Clone(plan, nothing, tree, 0);
            plan.Mark(attach);
            MountSteps.Attach(plan, tree, target);
            plan.Mark(done);
        }
    }

    private static void Clone(PlanBuilder plan, Slot from, Slot result, int recursive)
    {
        plan.Call(SystemCall.open_tree, from, plan.Text(""), OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | (uint)(AT_EMPTY_PATH | recursive)).Into(result);
    }
}
