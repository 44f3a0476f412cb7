using System.Globalization;

using Runtime.Config;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Plan;

/// <summary>
/// The hooks that init runs itself, because they run in the container's namespaces: a clone, an execve, and a wait with a time limit
/// (runtime-spec 1.3, config.md, POSIX-platform Hooks). What a hook writes is kept for the case that it fails.
/// </summary>
internal static unsafe class HookSteps
{
    /// <summary>The state that a hook of init reads is written by the launcher, who alone knows the pid; it is never longer than this.</summary>
    private const int StateSizeBeside = 512;

    private const int CodeOffset = 8; // of siginfo_t
    private const int StatusOffset = 24;

    /// <summary>The runtime's own moment: everything is mounted, and nothing of it entered.</summary>
    public static void AwaitRuntimeHooks(PlanBuilder plan, Channel channel, HooksSpec hooks)
    {
        if (Meets(hooks))
        {
            channel.Meet(plan, Stage.Hooks, "waiting for the hooks of the runtime");
        }
    }

    /// <summary>The runtime has something to do at that moment: hooks of its own, or the state for those of init.</summary>
    public static bool Meets(HooksSpec hooks)
    {
        return hooks.Prestart.Length + hooks.CreateRuntime.Length + hooks.CreateContainer.Length > 0;
    }

    /// <summary>In the container's namespaces, but with the host's root: the path is the host's, and the working directory is the root to be.</summary>
    public static HookStateText? CreateContainer(PlanBuilder plan, Rootfs root, LaunchSettings settings)
    {
        HookSpec[] hooks = settings.Spec.Hooks.CreateContainer;
        if (hooks.Length == 0)
        {
            return null;
        }

        HookStateText state = Reserve(plan, settings);
        long nothing = plan.Texts([]);
        plan.Doing("changing to the root for the createContainer hooks");
        plan.Call(SystemCall.fchdir, root.Root);
        for (int i = 0; i < hooks.Length; i++)
        {
            Run(plan, "createContainer", i, hooks[i], state, nothing, null);
        }

        return state;
    }

    /// <summary>In the container, as its user, right before its program; what the hook does not say of its environment is the program's.</summary>
    public static HookStateText? StartContainer(PlanBuilder plan, Channel channel, LaunchSettings settings, long environment)
    {
        HookSpec[] hooks = settings.Spec.Hooks.StartContainer;
        if (hooks.Length == 0)
        {
            return null;
        }

        HookStateText state = Reserve(plan, settings);
        for (int i = 0; i < hooks.Length; i++)
        {
            Run(plan, "startContainer", i, hooks[i], state, environment, channel.Gate is null ? null : channel.Report);
        }

        return state;
    }

    private static HookStateText Reserve(PlanBuilder plan, LaunchSettings settings)
    {
        int capacity = StateSizeBeside + (settings.Bundle.Path.Length * 6) + settings.Id.Length;
        foreach (NamedValue annotation in settings.Spec.Annotations)
        {
            capacity += ((annotation.Name.Length + annotation.Value.Length) * 6) + 8; // \uXXXX at most
        }

        return new HookStateText(plan.Reserve(capacity), plan.Reserve(sizeof(long)), capacity);
    }

    private static void Run(PlanBuilder plan, string kind, int index, HookSpec hook, HookStateText state, long inheritedEnvironment, Slot? report)
    {
        string number = (index + 1).ToString(CultureInfo.InvariantCulture);
        string name = $"{kind} hook #{number}";
        Slot input = plan.Scratch("state");
        Slot output = plan.Scratch("output");
        Slot error = plan.Scratch("error");
        plan.Doing("running {0} \"{1}\"", name, hook.Path);
        Slot length = plan.Scratch("value");
        long memfd = plan.Text("hook");
        plan.Call(SystemCall.memfd_create, memfd, MFD_CLOEXEC).Into(input);
        plan.Load(length, state.Length);
        plan.Call(SystemCall.write, input, state.Text, length);
        plan.Call(SystemCall.lseek, input, 0, SEEK_SET);
        plan.Call(SystemCall.memfd_create, memfd, MFD_CLOEXEC).Into(output);
        plan.Call(SystemCall.memfd_create, memfd, MFD_CLOEXEC).Into(error);

        Label child = plan.NewLabel();
        Label done = plan.NewLabel();
        Slot pidfd = plan.Scratch("pidfd");
        long opened = plan.Reserve(sizeof(long));

        // Not clone3: a filter that has an agent is loaded by now, and the engines' profiles refuse calls whose flags they cannot see.
        plan.Call(SystemCall.clone, CLONE_PIDFD | SIGCHLD, 0, opened, 0, 0).ChildJumps(child);
        plan.Load(pidfd, opened);
        Wait(plan, name, hook, pidfd, output, error, report, done);
        plan.Mark(child);
        plan.Doing("running {0} \"{1}\"", name, hook.Path);
        plan.Call(SystemCall.dup3, input, 0, 0);
        plan.Call(SystemCall.dup3, output, 1, 0);
        plan.Call(SystemCall.dup3, error, 2, 0);
        plan.Call(SystemCall.close_range, 3, uint.MaxValue, 0);
        long environment = hook.Env is null ? inheritedEnvironment : plan.Texts(hook.Env);
        plan.Call(SystemCall.execve, plan.Text(hook.Path), plan.Texts(hook.Args.Length > 0 ? hook.Args : [hook.Path]), environment);
        plan.Mark(done);
        plan.Call(SystemCall.close, input);
        plan.Call(SystemCall.close, output);
        plan.Call(SystemCall.close, error);
        plan.Call(SystemCall.close, pidfd);
    }

    private static void Wait(PlanBuilder plan, string name, HookSpec hook, Slot pidfd, Slot output, Slot error, Slot? report, Label done)
    {
        Slot value = plan.Scratch("value");
        long end = plan.Reserve(sizeof(siginfo));
        if (hook.Timeout is int seconds)
        {
            Label ended = plan.NewLabel();
            long poll = plan.Reserve(out pollfd* file);
            file->events = (short)POLLIN;
            long limit = plan.Reserve(out timespec* time);
            time->tv_sec = seconds;
            plan.Store(poll, pidfd);
            plan.Call(SystemCall.ppoll, poll, 1, limit, 0, 0).Into(value);
            plan.JumpIfNotEqual(value, 0, ended);
            plan.Call(SystemCall.pidfd_send_signal, pidfd, SIGKILL, 0, 0);
            plan.Call(SystemCall.waitid, P_PIDFD, pidfd, end, WEXITED, 0);
            plan.Doing("error running {0}: hook ran past specified timeout of {1}s", name, seconds.ToString("0.0", CultureInfo.InvariantCulture));
            plan.Fail(0);
            plan.Mark(ended);
        }

        Label failed = plan.NewLabel();
        plan.Doing("waiting for {0}", name);
        plan.Call(SystemCall.waitid, P_PIDFD, pidfd, end, WEXITED, 0);
        plan.Load(value, end + CodeOffset);
        plan.JumpIfNotEqual(value, CLD_EXITED, failed);
        plan.Load(value, end + StatusOffset);
        plan.JumpIfEqual(value, 0, done);
        plan.Mark(failed);
        HookReport said = new(end + StatusOffset, Tail(plan, output, "said", out Slot outputSize), outputSize, Tail(plan, error, "complained", out Slot errorSize), errorSize);
        if (report is Slot to)
        {
            // start has no plan to look into: the status, and what the hook complained of, go ahead of the report.
            plan.Call(SystemCall.write, to, end + StatusOffset, sizeof(int));
            plan.Call(SystemCall.write, to, said.Error, errorSize);
        }

        plan.Doing("error running {0}", name, report: said);
        plan.Fail(0);
    }

    /// <summary>Reads what a hook wrote into the plan; a long text is cut.</summary>
    private static long Tail(PlanBuilder plan, Slot file, string name, out Slot size)
    {
        long text = plan.Reserve(HookReport.TextSize);
        size = plan.Scratch(name);
        plan.Call(SystemCall.pread64, file, text, HookReport.TextSize, 0).Into(size);
        return text;
    }
}

/// <summary>Where a hook of init finds the state that the launcher writes once the pid is known.</summary>
/// <param name="Text">The JSON.</param>
/// <param name="Length">Four bytes, its size.</param>
/// <param name="Capacity">How much there is room for.</param>
internal sealed unsafe record HookStateText(long Text, long Length, int Capacity)
{
    public void Complete(LaunchPlan plan, System.ReadOnlySpan<byte> state)
    {
        state.CopyTo(new System.Span<byte>(plan.Memory.At(Text), Capacity));
        *(int*)plan.Memory.At(Length) = state.Length;
    }
}

/// <summary>How a hook ended and what it wrote, as the plan's memory has it after the hook failed.</summary>
internal sealed unsafe record HookReport(long Status, long Output, Slot OutputSize, long Error, Slot ErrorSize)
{
    public const int TextSize = 2048;

    public string Describe(LaunchPlan plan)
    {
        int status = *(int*)plan.Memory.At(Status);
        return Describe(status, Text(plan, Output, plan[OutputSize]), Text(plan, Error, plan[ErrorSize]));
    }

    /// <summary>runc's words, which its users search for.</summary>
    public static string Describe(int status, string output, string error)
    {
        return $"exit status {status.ToString(CultureInfo.InvariantCulture)}, stdout: {OneLine(output)}, stderr: {OneLine(error)}";
    }

    private static string Text(LaunchPlan plan, long address, long size)
    {
        return System.Text.Encoding.UTF8.GetString(plan.Memory.At(address), (int)System.Math.Clamp(size, 0, TextSize));
    }

    private static string OneLine(string text)
    {
        return text.Trim().Replace("\n", "\\n", System.StringComparison.Ordinal);
    }
}
