using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Plan;

/// <summary>Changes what a mount allows, or how it travels: mount_setattr(2), Linux 5.12.</summary>
internal static unsafe class AttributeSteps
{
    public static StepHandle Set(PlanBuilder plan, Slot mount, ulong set = 0, ulong clear = 0, ulong propagation = 0, bool recursive = false)
    {
        long attributes = plan.Reserve(out mount_attr* content);
        content->attr_set = set;
        content->attr_clr = clear;
        content->propagation = propagation & ~MS_REC;
        int flags = AT_EMPTY_PATH | (recursive ? AT_RECURSIVE : 0);
        return plan.Call(SystemCall.mount_setattr, mount, plan.Text(""), flags, attributes, sizeof(mount_attr));
    }
}
