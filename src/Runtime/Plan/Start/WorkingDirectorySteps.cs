using Runtime.Config;
using Runtime.Syscalls;

namespace Runtime.Plan;

/// <summary>The program's working directory, and the proof that it is inside the container.</summary>
internal static class WorkingDirectorySteps
{
    private const int PathMax = 4096;

    /// <summary>Makes it where it is missing, as root and while the root may be written.</summary>
    public static void Make(PlanBuilder plan, Rootfs root, ProcessSpec process)
    {
        if (PathSteps.Split(process.Cwd).Length > 0)
        {
            plan.Doing("making the working directory \"{0}\"", process.Cwd);
            PathSteps.MakeDirectory(plan, root.Root, process.Cwd, plan.Scratch("target"));
        }
    }

    /// <summary>
    /// Tried as root, for a directory that only root may enter, and where that fails (root of a user namespace, a file system that squashes
    /// root) again as the user.
    /// </summary>
    public static Slot TryEnter(PlanBuilder plan, ProcessSpec process)
    {
        Slot entered = plan.Slot("cwd");
        plan.Doing("changing to the working directory \"{0}\"", process.Cwd);
        plan.Call(SystemCall.chdir, plan.Text(process.Cwd)).Into(entered).Ignoring(Errno.EPERM, Errno.EACCES);
        return entered;
    }

    public static void Enter(PlanBuilder plan, ProcessSpec process, Slot entered)
    {
        Label tried = plan.NewLabel();
        plan.Doing("changing to the working directory \"{0}\"", process.Cwd);
        plan.JumpIfEqual(entered, 0, tried);
        plan.Call(SystemCall.chdir, plan.Text(process.Cwd));
        plan.Mark(tried);

        // CVE-2024-21626: a directory that is reached through a descriptor of the host's tree has no path below this root,
        // and getcwd says "(unreachable)/…".
        Label inside = plan.NewLabel();
        long path = plan.Reserve(PathMax);
        Slot first = plan.Scratch("value");
        plan.Call(SystemCall.getcwd, path, PathMax);
        plan.Load(first, path);
        plan.JumpIfEqual(first, (int)'/', inside, 0xff);
        plan.Doing("changing to the working directory \"{0}\": current working directory is outside of container mount namespace root -- possible container breakout detected", process.Cwd);
        plan.Fail(0);
        plan.Mark(inside);
    }
}
