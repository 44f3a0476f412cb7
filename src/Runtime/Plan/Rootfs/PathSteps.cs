using System;

using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Plan;

/// <summary>
/// Paths of the image. None ever reaches the kernel as a string that starts at the host's root: each is resolved from the root's descriptor with
/// RESOLVE_IN_ROOT, which takes a link to "/" or ".." for the container's own, and what it finds is used by descriptor
/// (CVE-2018-15664, CVE-2021-30465, CVE-2024-45310).
/// </summary>
internal static unsafe class PathSteps
{
    /// <summary>Opens what is there; a missing path is an errno like any other.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="root">The descriptor of the container's root.</param>
    /// <param name="path">Absolute, or relative to the root.</param>
    /// <param name="flags">O_PATH and others.</param>
    /// <param name="result">The slot of the new descriptor.</param>
    public static StepHandle Open(PlanBuilder plan, Slot root, string path, int flags, Slot result)
    {
        return Open(plan, root, path, flags, RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS, result);
    }

    /// <summary>Opens what is there if no link is on the way.</summary>
    public static StepHandle OpenWithoutLinks(PlanBuilder plan, Slot root, string path, int flags, Slot result)
    {
        return Open(plan, root, path, flags, RESOLVE_IN_ROOT | RESOLVE_NO_SYMLINKS, result);
    }

    /// <summary>Opens a file of a file system that is the runtime's own; a link, or something mounted over it, is refused.</summary>
    public static StepHandle OpenBelow(PlanBuilder plan, Slot directory, string path, int flags, Slot result)
    {
        return Open(plan, directory, path, flags, RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_XDEV, result);
    }

    /// <summary>Opens a name in a directory that is itself already resolved; a link is refused.</summary>
    public static StepHandle OpenName(PlanBuilder plan, Slot directory, string name, int flags, Slot result)
    {
        return Open(plan, directory, name, flags | O_NOFOLLOW, RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS, result);
    }

    /// <summary>Opens a directory, and makes it and those above it, 0755, where they are missing.</summary>
    public static void MakeDirectory(PlanBuilder plan, Slot root, string path, Slot result)
    {
        // Nearly always it is there, and then one look is enough. In the image it may be a link; what is made here may not.
        Label missing = plan.NewLabel();
        Label done = plan.NewLabel();
        Open(plan, root, path, O_PATH | O_DIRECTORY | O_CLOEXEC, result).OrJump(missing, Errno.ENOENT);
        plan.Jump(done);
        plan.Mark(missing);
        Make(plan, root, Split(path), result);
        plan.Mark(done);
    }

    /// <summary>Opens a file of any type, and makes an empty one, 0644, where it is missing.</summary>
    public static void MakeFile(PlanBuilder plan, Slot root, string path, Slot result)
    {
        string[] names = Split(path);
        Label missing = plan.NewLabel();
        Label done = plan.NewLabel();
        Open(plan, root, path, O_PATH | O_CLOEXEC, result).OrJump(missing, Errno.ENOENT);
        plan.Jump(done);
        plan.Mark(missing);
        MakeMissingFile(plan, root, names, result);
        plan.Mark(done);
    }

    /// <summary>Opens what is there; where nothing is, makes a directory if the model is one, and a file otherwise.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="root">The descriptor of the container's root.</param>
    /// <param name="path">Absolute.</param>
    /// <param name="model">An open file.</param>
    /// <param name="result">The slot of the new descriptor.</param>
    /// <param name="flags">O_NOFOLLOW: a link that is there is opened itself.</param>
    public static void MakeLike(PlanBuilder plan, Slot root, string path, Slot model, Slot result, int flags)
    {
        Label missing = plan.NewLabel();
        Label file = plan.NewLabel();
        Label done = plan.NewLabel();
        Slot mode = plan.Scratch("mode");
        Open(plan, root, path, O_PATH | O_CLOEXEC | flags, result).OrJump(missing, Errno.ENOENT);
        plan.Jump(done);
        plan.Mark(missing);
        FileSteps.Mode(plan, model, mode);
        plan.JumpIfNotEqual(mode, S_IFDIR, file, S_IFMT);
        Make(plan, root, Split(path), result);
        plan.Jump(done);
        plan.Mark(file);
        MakeMissingFile(plan, root, Split(path), result);
        plan.Mark(done);
    }

    /// <summary>Opens the directory that a path's last name is in, and makes it where it is missing.</summary>
    public static void MakeParent(PlanBuilder plan, Slot root, string[] names, Slot result)
    {
        if (names.Length == 1)
        {
            Open(plan, root, ".", O_PATH | O_DIRECTORY | O_CLOEXEC, result);
        }
        else
        {
            MakeDirectory(plan, root, string.Join('/', names, 0, names.Length - 1), result);
        }
    }

    /// <summary>The names of a path, without empty ones and dots; never none.</summary>
    public static string[] Split(string path)
    {
        string[] names = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return Array.Exists(names, n => n == ".") ? Array.FindAll(names, n => n != ".") : names;
    }

    /// <summary>Makes a directory that is known to be missing, and those above it that are.</summary>
    private static void Make(PlanBuilder plan, Slot root, string[] names, Slot result)
    {
        Slot above = root;
        for (int i = 0; i < names.Length - 1; i++)
        {
            Slot here = plan.Scratch(i % 2 == 0 ? "even" : "odd");
            Label missing = plan.NewLabel();
            Label have = plan.NewLabel();
            Open(plan, root, string.Join('/', names, 0, i + 1), O_PATH | O_DIRECTORY | O_CLOEXEC, here).OrJump(missing, Errno.ENOENT);
            plan.Jump(have);
            plan.Mark(missing);
            MakeIn(plan, above, names[i], here);
            plan.Mark(have);
            above = here;
        }

        MakeIn(plan, above, names[^1], result);
    }

    /// <summary>A link to nowhere is there already, and refused when it is opened.</summary>
    private static void MakeIn(PlanBuilder plan, Slot above, string name, Slot result)
    {
        plan.Call(SystemCall.mkdirat, above, plan.Text(name), 0x1ed /* 0755 */).Ignoring(Errno.EEXIST);
        OpenName(plan, above, name, O_PATH | O_DIRECTORY | O_CLOEXEC, result);
    }

    private static void MakeMissingFile(PlanBuilder plan, Slot root, string[] names, Slot result)
    {
        Slot directory = plan.Scratch("parent");
        MakeParent(plan, root, names, directory);
        plan.Call(SystemCall.mknodat, directory, plan.Text(names[^1]), S_IFREG | 0x1a4 /* 0644 */, 0).Ignoring(Errno.EEXIST);
        OpenName(plan, directory, names[^1], O_PATH | O_CLOEXEC, result);
    }

    private static StepHandle Open(PlanBuilder plan, Slot directory, string path, int flags, ulong resolve, Slot result)
    {
        long how = plan.Reserve(out open_how* content);
        content->flags = (ulong)(uint)flags;
        content->resolve = resolve;
        return plan.Call(SystemCall.openat2, directory, plan.Text(path), how, sizeof(open_how)).Into(result);
    }
}
