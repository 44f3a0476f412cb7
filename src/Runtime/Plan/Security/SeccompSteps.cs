using Runtime.Config;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Plan;

/// <summary>Loads the filter of <c>linux.seccomp</c>.</summary>
internal sealed unsafe class SeccompSteps
{
    private readonly long _program;
    private readonly uint _flags;
    private readonly bool _isPrivileged;

    private SeccompSteps(PlanBuilder plan, long program, BpfProgram filter, bool isPrivileged)
    {
        _program = program;
        _flags = filter.Flags;
        _isPrivileged = isPrivileged;
        Listener = filter.NeedsListener ? plan.Slot("listener") : null;
    }

    /// <summary>What the filter's agent is notified through; null: it has none.</summary>
    public Slot? Listener { get; }

    /// <summary>Compiles the filter into the plan.</summary>
    /// <returns>Null: there is none.</returns>
    public static SeccompSteps? Compile(PlanBuilder plan, SeccompSpec? seccomp, ProcessSpec process)
    {
        if (seccomp is null || (seccomp.Syscalls.Length == 0 && seccomp.DefaultAction is SeccompAction.SCMP_ACT_ALLOW))
        {
            return null;
        }

        BpfProgram filter = SeccompCompiler.Compile(seccomp);
        long code = plan.Bytes(filter.Bytes);
        long program = plan.Reserve(out sock_fprog* content);
        content->len = (ushort)filter.Instructions.Length;
        content->filter = (sock_filter*)code;
        return new SeccompSteps(plan, program, filter, isPrivileged: !process.NoNewPrivileges);
    }

    /// <summary>Without no_new_privs the kernel wants CAP_SYS_ADMIN for a filter: it stays permitted until then.</summary>
    public ulong NeededCapability => _isPrivileged ? 1UL << CAP_SYS_ADMIN : 0;

    /// <summary>
    /// Loads a filter that notifies, while the runtime is there to hand its listener over. Whatever init does from here on may have to wait for the
    /// agent; that the agent has nobody to listen to yet matters only to the one write that tells the runtime, and no such filter is for write.
    /// </summary>
    public void LoadForAgent(PlanBuilder plan, Channel channel, LaunchSettings settings)
    {
        if (Listener is Slot listener)
        {
            Raise(plan, settings);
            Load(plan).Into(listener);
            channel.MeetListener(plan);
            plan.Call(SystemCall.close, listener); // the agent alone has it: when the agent dies, nobody waits for an answer
            Lower(plan, settings);
        }
    }

    /// <summary>
    /// Loads any other filter right before execve, so that it has to allow nothing else of ours but, without no_new_privs, capset: old profiles
    /// do not know statx, close_range or faccessat2.
    /// </summary>
    public void LoadLast(PlanBuilder plan, LaunchSettings settings)
    {
        if (Listener is null)
        {
            Raise(plan, settings);
            _ = Load(plan);
            Lower(plan, settings);
        }
    }

    private StepHandle Load(PlanBuilder plan)
    {
        plan.Doing("loading the seccomp filter");
        return plan.Call(SystemCall.seccomp, SECCOMP_SET_MODE_FILTER, _flags, _program);
    }

    private void Raise(PlanBuilder plan, LaunchSettings settings)
    {
        if (_isPrivileged)
        {
            CapabilitySteps.SetFor(plan, settings, NeededCapability, NeededCapability);
        }
    }

    private void Lower(PlanBuilder plan, LaunchSettings settings)
    {
        if (_isPrivileged)
        {
            CapabilitySteps.SetFor(plan, settings, 0, 0);
        }
    }
}
