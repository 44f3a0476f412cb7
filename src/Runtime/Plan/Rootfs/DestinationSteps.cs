using System;

using Runtime.Config;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Plan;

/// <summary>
/// The places where mounts go, found or made inside the root. What the words of config.json allow a link of the image must not undo: a place that
/// turns out to be the root itself or to be in /proc is refused by the descriptor, so that there is no moment in which it could be exchanged.
/// </summary>
internal static class DestinationSteps
{
    /// <summary>Opens a directory, made where it is missing.</summary>
    public static void Directory(PlanBuilder plan, Rootfs root, MountSpec mount, Slot target, LaunchSettings settings)
    {
        PathSteps.MakeDirectory(plan, root.Root, mount.Destination, target);
        Check(plan, root, mount, target, settings);
    }

    /// <summary>Opens what is there; where nothing is, makes what can be covered by the model.</summary>
    public static void Like(PlanBuilder plan, Rootfs root, MountSpec mount, Slot model, Slot target, int flags, LaunchSettings settings)
    {
        PathSteps.MakeLike(plan, root.Root, mount.Destination, model, target, flags);
        Check(plan, root, mount, target, settings);
    }

    /// <summary>procfs and sysfs only ever go where a directory is: at a link, a racing container could make them appear where it likes (CVE-2019-19921, CVE-2023-27561).</summary>
    public static void OrdinaryDirectory(PlanBuilder plan, Rootfs root, MountSpec mount, string type, Slot target)
    {
        Label refuse = plan.NewLabel();
        Label done = plan.NewLabel();
        PathSteps.MakeDirectory(plan, root.Root, mount.Destination, target);
        PathSteps.OpenWithoutLinks(plan, root.Root, mount.Destination, O_PATH | O_DIRECTORY | O_CLOEXEC, target).OrJump(refuse, Errno.ELOOP);
        plan.Jump(done);
        plan.Mark(refuse);
        plan.Doing("filesystem \"{0}\" must be mounted on ordinary directory, and \"{1}\" is a link", type, mount.Destination);
        plan.Fail(0);
        plan.Mark(done);
        plan.Doing("mounting {0} at \"{1}\"", type, mount.Destination);
    }

    /// <summary>Opens a directory, made where it is missing, and tells its mode, which is 1777 for a new one.</summary>
    public static unsafe void DirectoryWithMode(PlanBuilder plan, Rootfs root, MountSpec mount, Slot target, Slot mode, LaunchSettings settings)
    {
        Label missing = plan.NewLabel();
        Label done = plan.NewLabel();
        PathSteps.Open(plan, root.Root, mount.Destination, O_PATH | O_DIRECTORY | O_CLOEXEC, target).OrJump(missing, Errno.ENOENT);
        FileSteps.Mode(plan, target, mode);
        plan.Jump(done);
        plan.Mark(missing);
        PathSteps.MakeDirectory(plan, root.Root, mount.Destination, target);
        long sticky = plan.Reserve(out uint* value);
        *value = 0x3ff; // 01777
        plan.Load(mode, sticky);
        plan.Mark(done);
        Check(plan, root, mount, target, settings);
    }

    /// <summary>Remembers that something is mounted there now.</summary>
    public static void Remember(PlanBuilder plan, Rootfs root, MountSpec mount, Slot made, bool isFresh)
    {
        string path = Normalize(mount.Destination);
        root.Mounted.Add(new MountedPlace(path, isFresh));
        if (path == "/proc")
        {
            Slot number = plan.Scratch("proc number");
            FileSteps.Mount(plan, made, number);
            root.ProcNumber = number;
        }
    }

    public static string RootIsNone(MountSpec mount, LaunchSettings settings)
    {
        return $"mountpoint \"{mount.Destination}\" is on the top of rootfs \"{settings.Bundle.RootPath}\"";
    }

    /// <summary>Refuses the root itself, and what is inside /proc.</summary>
    private static void Check(PlanBuilder plan, Rootfs root, MountSpec mount, Slot target, LaunchSettings settings)
    {
        string path = Normalize(mount.Destination);
        if (CannotHaveLinks(root, path))
        {
            return; // and what the path itself says was judged before
        }

        Phrase doing = plan.Phrase;
        Label inProc = plan.NewLabel();
        Label done = plan.NewLabel();
        Slot number = plan.Scratch("number");
        long status = FileSteps.Mount(plan, target, number);
        if (root.ProcNumber is Slot proc && !MountChecks.IsAllowedInProc(path))
        {
            plan.JumpIfEqual(number, proc, inProc);
        }

        plan.JumpIfNotEqual(number, root.Number, done);
        plan.Load(number, status + FileSteps.AttributesOffset);
        plan.JumpIfEqual(number, 0, done, (long)STATX_ATTR_MOUNT_ROOT);
        plan.Doing("mountpoint \"{0}\" is on the top of rootfs \"{1}\"", mount.Destination, settings.Bundle.RootPath);
        plan.Fail(0);
        plan.Mark(inProc);
        if (root.ProcNumber is not null)
        {
            plan.Doing("\"{0}\" cannot be mounted because it is inside /proc", mount.Destination);
            plan.Fail(0);
        }

        plan.Mark(done);
        plan.Doing(doing);
    }

    /// <summary>All of the way from the last mount above on lies in a file system that is the container's own and new.</summary>
    private static bool CannotHaveLinks(Rootfs root, string path)
    {
        if (path.Contains("/..", StringComparison.Ordinal))
        {
            return false;
        }

        for (int i = root.Mounted.Count - 1; i >= 0; i--)
        {
            MountedPlace above = root.Mounted[i];
            if (path.Length > above.Path.Length && path[above.Path.Length] == '/' && path.StartsWith(above.Path, StringComparison.Ordinal))
            {
                return above.IsFresh;
            }
        }

        return false;
    }

    private static string Normalize(string path) => "/" + string.Join('/', PathSteps.Split(path));
}
