using Runtime.Config;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Plan;

/// <summary>Loads the filter of <c>linux.seccomp</c>, as the last thing before the program.</summary>
internal sealed unsafe class SeccompSteps
{
    private readonly long _program;
    private readonly uint _flags;
    private readonly bool _isPrivileged;

    private SeccompSteps(long program, uint flags, bool isPrivileged)
    {
        _program = program;
        _flags = flags;
        _isPrivileged = isPrivileged;
    }

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
        return new SeccompSteps(program, filter.Flags, isPrivileged: !process.NoNewPrivileges);
    }

    /// <summary>Without no_new_privs the kernel wants CAP_SYS_ADMIN for a filter: it stays permitted until then.</summary>
    public ulong NeededCapability => _isPrivileged ? 1UL << CAP_SYS_ADMIN : 0;

    /// <summary>
    /// Loads it right before execve, so that it has to allow nothing else of ours but, without no_new_privs, capset: old profiles do not know
    /// statx, close_range or faccessat2.
    /// </summary>
    public void Load(PlanBuilder plan, LaunchSettings settings)
    {
        if (_isPrivileged)
        {
            CapabilitySteps.SetFor(plan, settings, NeededCapability, NeededCapability);
        }

        plan.Doing("loading the seccomp filter");
        plan.Call(SystemCall.seccomp, SECCOMP_SET_MODE_FILTER, _flags, _program);
        if (_isPrivileged)
        {
            CapabilitySteps.SetFor(plan, settings, 0, 0);
        }
    }
}
