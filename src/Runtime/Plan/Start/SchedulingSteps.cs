using Runtime.Config;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Plan;

/// <summary>When the process gets a processor, and when a disk: execve keeps both.</summary>
internal static unsafe class SchedulingSteps
{
    /// <summary>After the last clone, which the kernel refuses to a SCHED_DEADLINE process (sched(7)), and while CAP_SYS_NICE is there.</summary>
    public static void Append(PlanBuilder plan, LaunchSettings settings)
    {
        if (settings.Process.Scheduler is SchedulerSpec scheduler)
        {
            SetScheduler(plan, scheduler, settings.Spec.Linux.Resources?.Cpu?.Cpus is not null);
        }

        if (settings.Process.IoPriority is IoPrioritySpec io)
        {
            plan.Doing("setting the io priority \"{0}\"", Words.IoPriorityClasses.All[(int)io.Class - 1]);
            plan.Call(SystemCall.ioprio_set, IOPRIO_WHO_PROCESS, 0, ((int)io.Class << IOPRIO_CLASS_SHIFT) | io.Priority);
        }
    }

    private static void SetScheduler(PlanBuilder plan, SchedulerSpec scheduler, bool hasCpuset)
    {
        const string Doing = "setting the scheduler \"{0}\"";
        string policy = Words.SchedulerPolicies.All[(int)scheduler.Policy];
        plan.Doing(Doing, policy);
        long attributes = plan.Reserve(out sched_attr* content);
        content->size = (uint)sizeof(sched_attr);
        content->sched_policy = (uint)scheduler.Policy;
        content->sched_flags = (ulong)scheduler.Flags;
        content->sched_nice = scheduler.Nice;
        content->sched_priority = (uint)scheduler.Priority;
        content->sched_runtime = scheduler.Runtime;
        content->sched_deadline = scheduler.Deadline;
        content->sched_period = scheduler.Period;
        StepHandle set = plan.Call(SystemCall.sched_setattr, 0, attributes, 0);
        if (hasCpuset)
        {
            // SCHED_DEADLINE takes no process that may not run everywhere (sched(7)); runc's words.
            Label refused = plan.NewLabel();
            Label done = plan.NewLabel();
            set.OrJump(refused, Errno.EPERM);
            plan.Jump(done);
            plan.Mark(refused);
            plan.Doing(Doing, policy, remedy: "process scheduler can't be used together with AllowedCPUs");
            plan.Fail(Errno.EPERM);
            plan.Mark(done);
        }
    }
}
