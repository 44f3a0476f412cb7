using System.Runtime;
using System.Runtime.CompilerServices;

using Runtime.Plan;
using Runtime.Syscalls;

namespace Runtime.Init;

/// <summary>
/// <c>runtime-init</c>: the only code of this project that ever runs inside a container. It maps the launch plan and walks it.
/// </summary>
/// <remarks>
/// There is no runtime below this code: no heap, no strings, no exceptions, no static state. What is not in <c>Core.cs</c> does not exist.
/// The plan is trusted, since the runtime wrote it; nothing of the container is ever interpreted here.
/// </remarks>
internal static unsafe class Init
{
    private const int PR_SET_DUMPABLE = 4;
    private const int PROT_READ_WRITE = 3;
    private const int MAP_SHARED_FIXED = 0x1 | 0x10;
    private const int MaxErrno = 4095;
    private const int EAGAIN = 11;
    private const int MaxTries = 1_000;

    /// <summary>The exit status when there is no plan to report to.</summary>
    private const int NoPlan = 126;

    /// <summary>The exit status when a step of the plan failed.</summary>
    private const int StepFailed = 255;

    [RuntimeImport("*", "RawSystemCall")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern nint RawSystemCall(nint number, nint a, nint b, nint c, nint d, nint e, nint f);

    /// <summary>Called by <c>_start</c> with the stack as the kernel made it: argc, argv[0], argv[1], …; argv[1] is the plan's descriptor in decimal.</summary>
    [RuntimeExport("Enter")]
    private static void Enter(nint* stack)
    {
        // Before anything else: a process that is not dumpable cannot be traced, and its /proc/PID/exe, fd and mem cannot be
        // opened, by anyone in a namespace that is joined later (CVE-2016-9962, CVE-2019-5736). execve undoes it.
        _ = RawSystemCall(SystemCall.prctl, PR_SET_DUMPABLE, 0, 0, 0, 0, 0);

        nint descriptor = 0;
        for (byte* digit = (byte*)stack[2]; *digit != 0; digit++)
        {
            descriptor = (descriptor * 10) + (*digit - '0');
        }

        nint plan = RawSystemCall(SystemCall.mmap, (nint)PlanLayout.Address, (nint)PlanLayout.Size, PROT_READ_WRITE, MAP_SHARED_FIXED, descriptor, 0);
        _ = RawSystemCall(SystemCall.close, descriptor, 0, 0, 0, 0, 0);
        if (plan != (nint)PlanLayout.Address)
        {
            Exit(NoPlan);
        }

        Walk((PlanHeader*)plan);
    }

    /// <summary>Does one step after the other. The plan ends in execve, in exit_group or in a failure.</summary>
    private static void Walk(PlanHeader* plan)
    {
        Step* steps = (Step*)PlanLayout.Steps;
        for (int index = 0; ;)
        {
            plan->Position = index;
            Step* step = steps + index++;
            nint result = Do(plan, step);
            if (step->Result != Step.NoSlot)
            {
                plan->Slot[step->Result] = result;
            }

            if (step->Number is Step.Jump or Step.JumpIfEqual or Step.JumpIfNotEqual)
            {
                index = result == Taken ? step->Target : index;
            }
            else if (result is < 0 and >= -MaxErrno && step->Number != Step.Load)
            {
                if (step->OnFailure is Step.Stop or Step.JumpInChild || !Lists(step, -result))
                {
                    Report(plan, index, (int)-result);
                }

                index = step->OnFailure == Step.JumpToTarget ? step->Target : index;
            }
            else if (result == 0 && step->OnFailure == Step.JumpInChild)
            {
                index = step->Target;
            }
        }
    }

    private const nint Taken = 1;

    private static nint Do(PlanHeader* plan, Step* step)
    {
        nint a = Argument(plan, step, 0);
        nint b = Argument(plan, step, 1);
        nint c = Argument(plan, step, 2);
        switch (step->Number)
        {
            case Step.Jump:
                return Taken;
            case Step.JumpIfEqual:
                return (a & b) == c ? Taken : 0;
            case Step.JumpIfNotEqual:
                return (a & b) != c ? Taken : 0;
            case Step.Store:
                *(int*)a = (int)b;
                return 0;
            case Step.Load:
                return *(int*)a;
            case Step.Fail:
                Report(plan, plan->Position + 1, (int)a);
                return 0;
            default:
                return Call(step->Number, a, b, c, Argument(plan, step, 3), Argument(plan, step, 4), Argument(plan, step, 5));
        }
    }

    /// <summary>
    /// A path that goes up ("..", also by a link of the image) cannot be resolved while anybody on the host mounts or renames something: the kernel cannot
    /// tell then that it stayed inside, and says EAGAIN (openat2(2)). That passes, and nobody can keep it up for this many tries.
    /// </summary>
    private static nint Call(int number, nint a, nint b, nint c, nint d, nint e, nint f)
    {
        nint result;
        int tries = MaxTries;
        do
        {
            result = RawSystemCall(number, a, b, c, d, e, f);
        }
        while (result == -EAGAIN && number == SystemCall.openat2 && --tries > 0);
        return result;
    }

    private static nint Argument(PlanHeader* plan, Step* step, int n)
    {
        long value = step->Argument[n];
        return (nint)((step->Slots & (1 << n)) == 0 ? value : plan->Slot[value]);
    }

    private static bool Lists(Step* step, nint errno)
    {
        if (step->Errnos[0] == 0)
        {
            return true;
        }

        for (int i = 0; i < 4; i++)
        {
            if (step->Errnos[i] == errno)
            {
                return true;
            }
        }

        return false;
    }

    private static void Report(PlanHeader* plan, int step, int errno)
    {
        // A hook's child walks the same plan, and its failure makes the waiting step fail too: the first one is the cause.
        if (plan->FailedStep == 0)
        {
            plan->FailedErrno = errno;
            plan->FailedStep = step;
        }

        if (plan->ReportDescriptor != 0)
        {
            _ = RawSystemCall(SystemCall.write, plan->ReportDescriptor, (nint)(&plan->FailedStep), 2 * sizeof(int), 0, 0, 0);
        }

        Exit(StepFailed);
    }

    private static void Exit(int status)
    {
        for (; ; )
        {
            _ = RawSystemCall(SystemCall.exit_group, status, 0, 0, 0, 0, 0);
        }
    }
}
