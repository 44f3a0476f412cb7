using Runtime.Syscalls;

namespace Runtime.Config;

/// <summary>Which numbers go with which scheduler policy and io class (sched_setattr(2), ioprio_set(2)), and the lists of CPUs.</summary>
internal static class SchedulingChecks
{
    public static void Check(ProcessSpec process, Place at)
    {
        if (process.Scheduler is { } scheduler)
        {
            CheckScheduler(scheduler, at);
        }

        if (process.IoPriority is { Priority: < 0 or > 7 } io)
        {
            throw at.Fault("ioPriority.priority", $"invalid ioPriority.Priority: {io.Priority}; expected 0 to 7");
        }

        CheckCpus(process.ExecCPUAffinity?.Initial, "execCPUAffinity.initial", at);
        CheckCpus(process.ExecCPUAffinity?.Final, "execCPUAffinity.final", at);
    }

    private static void CheckScheduler(SchedulerSpec scheduler, Place at)
    {
        bool isNice = scheduler.Policy is SchedulerPolicy.SCHED_OTHER or SchedulerPolicy.SCHED_BATCH;
        if (isNice && scheduler.Nice is < -20 or > 19)
        {
            string policy = Words.SchedulerPolicies.All[(int)scheduler.Policy];
            throw at.Fault("scheduler.nice", $"invalid scheduler.nice: {scheduler.Nice} when scheduler.policy is {policy}; expected -20 to 19");
        }

        bool isRealtime = scheduler.Policy is SchedulerPolicy.SCHED_FIFO or SchedulerPolicy.SCHED_RR;
        if (scheduler.Priority != 0 && !isRealtime)
        {
            throw at.Fault("scheduler.priority", "scheduler.priority can only be specified for SchedFIFO or SchedRR policy");
        }

        if (isRealtime && scheduler.Priority is < 1 or > 99)
        {
            throw at.Fault("scheduler.priority", $"invalid scheduler.priority: {scheduler.Priority}; expected 1 to 99");
        }

        bool hasDeadline = (scheduler.Runtime | scheduler.Deadline | scheduler.Period) != 0;
        if (hasDeadline && scheduler.Policy != SchedulerPolicy.SCHED_DEADLINE)
        {
            throw at.Fault("scheduler.policy", "scheduler runtime/deadline/period can only be specified for SchedDeadline policy");
        }
    }

    private static void CheckCpus(string? list, string member, Place at)
    {
        if (list is not null && NumberList.Parse(list) is null)
        {
            throw at.Fault(member, $"{Quoted.Text(list)} is not a list of CPUs such as 0-3,7");
        }
    }
}
