using System;
using System.Text;

using Runtime.Config;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Plan;

/// <summary>
/// Kernel parameters of the container's own namespaces. They are written through a procfs that is mounted nowhere, so that nothing
/// the container mounts or links can turn a write to another file (CVE-2025-52881).
/// </summary>
internal static class SysctlSteps
{
    public static void Append(PlanBuilder plan, LinuxSpec linux)
    {
        if (linux.Sysctl.Length == 0)
        {
            return;
        }

        Slot proc = plan.Slot("proc");
        Slot file = plan.Scratch("file");
        plan.Doing("mounting a private procfs for the sysctls");
        PrivateProc(plan, proc);
        foreach (NamedValue sysctl in linux.Sysctl)
        {
            plan.Doing("setting the sysctl \"{0}\" to \"{1}\"", sysctl.Name, sysctl.Value);
            PathSteps.OpenBelow(plan, proc, "sys/" + PathOf(sysctl.Name), O_WRONLY | O_CLOEXEC, file);
            plan.Call(SystemCall.write, file, plan.Text(sysctl.Value), Encoding.UTF8.GetByteCount(sysctl.Value));
            plan.Call(SystemCall.close, file);
        }
    }

    /// <summary>A procfs of the container's pid namespace that no path leads to.</summary>
    public static void PrivateProc(PlanBuilder plan, Slot result)
    {
        Slot context = plan.Scratch("fs");
        plan.Call(SystemCall.fsopen, plan.Text("proc"), FSOPEN_CLOEXEC).Into(context);
        plan.Call(SystemCall.fsconfig, context, FSCONFIG_CMD_CREATE, 0, 0, 0);
        plan.Call(SystemCall.fsmount, context, FSMOUNT_CLOEXEC, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC).Into(result);
        plan.Call(SystemCall.close, context);
    }

    /// <summary>The first separator decides: a.b.c means a/b/c, and in a/b.c/d the dot is part of a name (sysctl(8)).</summary>
    private static string PathOf(string name)
    {
        int first = name.AsSpan().IndexOfAny('.', '/');
        if (first < 0 || name[first] == '/')
        {
            return name;
        }

        return name.Replace('/', '\0').Replace('.', '/').Replace('\0', '.');
    }
}
