using System;
using System.Collections.Generic;
using Runtime.Config;
using Runtime.Syscalls;
using static Runtime.Syscalls.Flags;

namespace Runtime.Plan;

/// <summary>
/// <c>linux.seccomp</c> → a filter for seccomp(2):
/// <code>
///   number? ─ low, and the same on all ─▶ verdict            where the profile lists every architecture of the kernel
///        ▼
///   architecture? ─ native ─▶ number? ─ binary search ─▶ conditions of the arguments ─▶ verdict
///        │ other listed ones: the same again
///        ▼ kill
/// </code>
/// </summary>
internal static class SeccompCompiler
{
    private const uint ArchitectureOffset = 4;

    /// <summary>Compiles a checked profile for the kernel this program runs on.</summary>
    /// <exception cref="ConfigException">It lists an architecture that no kernel has beside this one, or is too large.</exception>
    public static BpfProgram Compile(SeccompSpec spec)
    {
        return Compile(spec, SeccompAbi.Native);
    }

    /// <summary>Compiles for a kernel whose own ABI is <paramref name="native"/>.</summary>
    public static BpfProgram Compile(SeccompSpec spec, SeccompArch native)
    {
        CheckByteOrder(spec.Architectures, native);

        SeccompArch[] architectures = [native, .. spec.Architectures];
        SeccompRules rules = new(VerdictOf(spec.DefaultAction, spec.DefaultErrnoRet));
        string[] ignored = AddRules(spec, rules, architectures);

        BpfAssembler code = new();
        SeccompSearch search = new(code, rules, SeccompAbi.Of(native).IsBigEndian);
        SeccompNumbers numbers = new(rules, answersNewerCalls: !LetsCallsThrough(spec.DefaultAction));
        SeccompFront front = new(rules);
        bool hasFront = false;
        int label = code.Return(SECCOMP_RET_KILL_THREAD);
        for (int i = architectures.Length - 1; i >= 0; i--)
        {
            uint audit = SeccompAbi.Of(architectures[i]).Audit;
            if (!IsListed(architectures.AsSpan(0, i), audit))
            {
                numbers.Collect(architectures, audit);
                front.Narrow(numbers.Ranges);
                hasFront = i == 0 && IsListed(architectures, SeccompAbi.Of(native).OtherAudit) && numbers.DropCommonestBelow(front.End);
                label = code.Branch(BPF_JEQ, audit, search.Write(numbers.Ranges, numbers.Commonest), label);
            }
        }

        label = code.Load(ArchitectureOffset, label);
        if (hasFront)
        {
            front.Write(code, label);
        }

        bool needsListener = Array.Exists(spec.Syscalls, rule => rule.Action == SeccompAction.SCMP_ACT_NOTIFY);
        return new BpfProgram(code.Finish(), FlagsOf(spec, needsListener), needsListener, ignored);
    }

    // The arguments are read as the kernel has laid them out, so a filter has one byte order.
    private static void CheckByteOrder(SeccompArch[] architectures, SeccompArch native)
    {
        bool isBigEndian = SeccompAbi.Of(native).IsBigEndian;
        for (int i = 0; i < architectures.Length; i++)
        {
            if (SeccompAbi.Of(architectures[i]).IsBigEndian != isBigEndian)
            {
                throw Place.ConfigFile.Fault(
                    $"linux.seccomp.architectures[{i}]", $"\"{architectures[i]}\" does not have the byte order of \"{native}\", which this machine is");
            }
        }
    }

    /// <summary>Returns the names that have no effect.</summary>
    private static string[] AddRules(SeccompSpec spec, SeccompRules rules, SeccompArch[] architectures)
    {
        List<string> ignored = [];
        foreach (SeccompSyscallSpec rule in spec.Syscalls)
        {
            uint verdict = VerdictOf(rule.Action, rule.ErrnoRet);
            bool isAnyOf = HasRepeatedIndex(rule.Args);
            foreach (string name in rule.Names)
            {
                int syscall = SyscallTable.Find(name);
                if (!IsKnown(syscall, architectures))
                {
                    ignored.Add(name);
                }
                else if (isAnyOf)
                {
                    foreach (SeccompArgSpec condition in rule.Args)
                    {
                        rules.Add(syscall, verdict, [condition]);
                    }
                }
                else
                {
                    rules.Add(syscall, verdict, rule.Args);
                }
            }
        }

        return ignored.ToArray();
    }

    /// <summary>Two conditions on one argument: then, as runc has it, every condition is a rule of its own.</summary>
    private static bool HasRepeatedIndex(SeccompArgSpec[] conditions)
    {
        uint seen = 0;
        foreach (SeccompArgSpec condition in conditions)
        {
            uint bit = 1u << (int)condition.Index;
            if ((seen & bit) != 0)
            {
                return true;
            }

            seen |= bit;
        }

        return false;
    }

    private static bool IsKnown(int syscall, SeccompArch[] architectures)
    {
        if (syscall < 0)
        {
            return false;
        }

        foreach (SeccompArch architecture in architectures)
        {
            if (SeccompAbi.Of(architecture).Has(syscall))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsListed(ReadOnlySpan<SeccompArch> architectures, uint audit)
    {
        foreach (SeccompArch architecture in architectures)
        {
            if (SeccompAbi.Of(architecture).Audit == audit)
            {
                return true;
            }
        }

        return false;
    }

    private static uint VerdictOf(SeccompAction action, uint? errno) => action switch
    {
        SeccompAction.SCMP_ACT_KILL or SeccompAction.SCMP_ACT_KILL_THREAD => SECCOMP_RET_KILL_THREAD,
        SeccompAction.SCMP_ACT_KILL_PROCESS => SECCOMP_RET_KILL_PROCESS,
        SeccompAction.SCMP_ACT_TRAP => SECCOMP_RET_TRAP,
        SeccompAction.SCMP_ACT_ERRNO => SECCOMP_RET_ERRNO | (errno ?? Errno.EPERM),
        SeccompAction.SCMP_ACT_TRACE => SECCOMP_RET_TRACE | (errno ?? Errno.EPERM),
        SeccompAction.SCMP_ACT_LOG => SECCOMP_RET_LOG,
        SeccompAction.SCMP_ACT_NOTIFY => SECCOMP_RET_USER_NOTIF,
        _ => SECCOMP_RET_ALLOW,
    };

    /// <summary>A tracer is expected to know what to do with a new call.</summary>
    private static bool LetsCallsThrough(SeccompAction action)
    {
        return action is SeccompAction.SCMP_ACT_ALLOW or SeccompAction.SCMP_ACT_LOG or SeccompAction.SCMP_ACT_TRACE;
    }

    private static uint FlagsOf(SeccompSpec spec, bool needsListener)
    {
        // Without the flag the kernels before 5.16 slow the whole container down against Spectre v4.
        uint flags = spec.Flags is null ? SECCOMP_FILTER_FLAG_SPEC_ALLOW : 0;
        foreach (SeccompFlag flag in spec.Flags ?? [])
        {
            flags |= flag switch
            {
                SeccompFlag.SECCOMP_FILTER_FLAG_LOG => SECCOMP_FILTER_FLAG_LOG,
                SeccompFlag.SECCOMP_FILTER_FLAG_SPEC_ALLOW => SECCOMP_FILTER_FLAG_SPEC_ALLOW,
                // The kernel takes it only together with a listener.
                SeccompFlag.SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV => needsListener ? SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV : 0,
                // TSYNC: the process that loads the filter has one thread.
                _ => 0,
            };
        }

        return needsListener ? flags | SECCOMP_FILTER_FLAG_NEW_LISTENER : flags;
    }
}
