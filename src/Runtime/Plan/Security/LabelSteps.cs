using System.Text;

using Runtime.Config;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Plan;

/// <summary>
/// What the security module of the kernel is to do at execve. It is told through a procfs of our own, which is mounted nowhere and made before
/// anything of a container is in view: nothing that an image brings or a container mounts can catch what is written (CVE-2019-16884, CVE-2025-52881).
/// </summary>
internal sealed unsafe class LabelSteps
{
    private readonly Slot _proc;

    private LabelSteps(Slot proc)
    {
        _proc = proc;
    }

    /// <summary>Opens the procfs; null: the process has neither profile nor label.</summary>
    public static LabelSteps? Open(PlanBuilder plan, ProcessSpec process)
    {
        if (process.ApparmorProfile is null && process.SelinuxLabel is null)
        {
            return null;
        }

        Slot proc = plan.Slot("proc");
        OpenProc(plan, proc);
        return new LabelSteps(proc);
    }

    /// <summary>The keys that the process makes from here on, its session keyring above all, have its own label. execve ends that by itself.</summary>
    public void LabelKeys(PlanBuilder plan, LaunchSettings settings)
    {
        if (settings.Process.SelinuxLabel is string label && !settings.KeepsKeyring)
        {
            plan.Doing("setting the SELinux label \"{0}\" of the session keyring", label);
            OpenAttribute(plan, "keycreate");
            Write(plan, label);
            Close(plan);
        }
    }

    /// <summary>The next execve is under the profile and the label. Children inherit that: whatever is started before must not have them.</summary>
    public void LabelExecution(PlanBuilder plan, ProcessSpec process)
    {
        if (process.ApparmorProfile is string profile)
        {
            ApplyProfile(plan, profile);
        }

        if (process.SelinuxLabel is string label)
        {
            plan.Doing("can't set process label \"{0}\"", label);
            OpenAttribute(plan, "exec");
            Write(plan, label);
            Close(plan);
        }

        plan.Call(SystemCall.close, _proc);
    }

    private void ApplyProfile(PlanBuilder plan, string profile)
    {
        // The module's own file is newer than the one it shares with SELinux; where two modules are active, only that one is certainly AppArmor's.
        Label shared = plan.NewLabel();
        Label opened = plan.NewLabel();
        plan.Doing("unable to apply apparmor profile \"{0}\"", profile);
        OpenAttribute(plan, "apparmor/exec").OrJump(shared, Errno.ENOENT);
        plan.Jump(opened);
        plan.Mark(shared);
        OpenAttribute(plan, "exec");
        plan.Mark(opened);

        Label missing = plan.NewLabel();
        Label done = plan.NewLabel();
        Write(plan, "exec " + profile).OrJump(missing, Errno.ENOENT);
        Close(plan);
        plan.Jump(done);
        plan.Mark(missing);
        plan.Doing("unable to apply apparmor profile \"{0}\"", profile, remedy: "no profile of that name is loaded");
        plan.Fail(Errno.ENOENT);
        plan.Mark(done);
    }

    private StepHandle OpenAttribute(PlanBuilder plan, string name)
    {
        // "self" is a link, but one that stays in this procfs: a link out of it, or a mount on the way, is refused.
        long how = plan.Reserve(out open_how* content);
        content->flags = O_WRONLY | O_CLOEXEC;
        content->resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS | RESOLVE_NO_XDEV;
        return plan.Call(SystemCall.openat2, _proc, plan.Text("self/attr/" + name), how, sizeof(open_how)).Into(plan.Scratch("file"));
    }

    private static StepHandle Write(PlanBuilder plan, string text)
    {
        return plan.Call(SystemCall.write, plan.Scratch("file"), plan.Text(text), Encoding.UTF8.GetByteCount(text));
    }

    private static void Close(PlanBuilder plan)
    {
        plan.Call(SystemCall.close, plan.Scratch("file"));
    }

    private static void OpenProc(PlanBuilder plan, Slot proc)
    {
        Slot context = plan.Scratch("fs");
        Label refused = plan.NewLabel();
        Label done = plan.NewLabel();
        plan.Doing("mounting a private procfs for the security labels");
        plan.Call(SystemCall.fsopen, plan.Text("proc"), FSOPEN_CLOEXEC).Into(context).OrJump(refused, Errno.EPERM);
        plan.Call(SystemCall.fsconfig, context, FSCONFIG_SET_STRING, plan.Text("subset"), plan.Text("pid"), 0);
        plan.Call(SystemCall.fsconfig, context, FSCONFIG_CMD_CREATE, 0, 0, 0);
        plan.Call(SystemCall.fsmount, context, FSMOUNT_CLOEXEC, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC).Into(proc);
        plan.Call(SystemCall.close, context);
        plan.Jump(done);

        // A caller who may not mount has the host's, which no container can have touched; what else might lie at /proc is refused.
        plan.Mark(refused);
        plan.Doing("opening the procfs at \"/proc\"");
        plan.Call(SystemCall.openat, AT_FDCWD, plan.Text("/proc"), O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC, 0).Into(proc);
        long status = plan.Reserve(sizeof(statfs));
        Slot type = plan.Scratch("value");
        plan.Call(SystemCall.fstatfs, proc, status);
        plan.Load(type, status); // f_type comes first
        plan.JumpIfEqual(type, PROC_SUPER_MAGIC, done);
        plan.Doing("opening the procfs at \"/proc\": another file system is mounted there");
        plan.Fail(0);
        plan.Mark(done);
    }
}
