using System;
using System.Collections.Generic;
using System.Linq;
using Runtime.Config;
using Runtime.Plan;
using Runtime.Syscalls;
using static Runtime.Syscalls.Flags;

namespace Runtime.Tests.Plan;

/// <summary>The meaning of a profile, spelt out as slowly and plainly as possible.</summary>
internal sealed class ReferenceFilter
{
    private readonly SeccompSpec _spec;
    private readonly SeccompArch[] _architectures;
    private readonly Dictionary<(SeccompArch Abi, uint Number), List<Rule>> _rules = [];
    private readonly Dictionary<SeccompArch, long> _newest = [];
    private readonly Dictionary<(uint Audit, uint Number), Treatment> _treatments = [];
    private readonly HashSet<string> _certain;

    public ReferenceFilter(SeccompSpec spec, SeccompArch native)
    {
        _spec = spec;
        _architectures = [.. spec.Architectures.Prepend(native).Distinct()];
        Default = VerdictOf(spec.DefaultAction, spec.DefaultErrnoRet);
        _certain = [.. RulesOf(spec).Where(rule => rule.Conditions.Length == 0 && rule.Verdict != Default).Select(rule => rule.Name)];
        foreach (SeccompArch abi in _architectures)
        {
            _newest[abi] = -1;
            foreach (Rule rule in RulesOf(spec))
            {
                Spread(abi, rule);
            }
        }
    }

    /// <summary>One name, one verdict, conditions that must all hold.</summary>
    internal sealed record Rule(string Name, uint Verdict, SeccompArgSpec[] Conditions);

    /// <summary>The rules for one number, all with conditions, and the verdict when none matches.</summary>
    internal sealed record Treatment(Rule[] Rules, uint Otherwise, ulong ArgumentMask = 0);

    public uint Default { get; }

    /// <summary>The rules of a profile in order: names apart, and conditions apart where two are on one argument.</summary>
    public static IEnumerable<Rule> RulesOf(SeccompSpec spec)
    {
        foreach (SeccompSyscallSpec rule in spec.Syscalls)
        {
            uint verdict = VerdictOf(rule.Action, rule.ErrnoRet);
            bool isAnyOf = rule.Args.Select(arg => arg.Index).Distinct().Count() < rule.Args.Length;
            foreach (string name in rule.Names)
            {
                foreach (SeccompArgSpec[] conditions in isAnyOf ? rule.Args.Select(arg => new[] { arg }) : [rule.Args])
                {
                    yield return new Rule(name, verdict, conditions);
                }
            }
        }
    }

    public static uint VerdictOf(SeccompAction action, uint? errno) => action switch
    {
        SeccompAction.SCMP_ACT_KILL_PROCESS => SECCOMP_RET_KILL_PROCESS,
        SeccompAction.SCMP_ACT_TRAP => SECCOMP_RET_TRAP,
        SeccompAction.SCMP_ACT_ERRNO => SECCOMP_RET_ERRNO + (errno ?? Errno.EPERM),
        SeccompAction.SCMP_ACT_TRACE => SECCOMP_RET_TRACE + (errno ?? Errno.EPERM),
        SeccompAction.SCMP_ACT_ALLOW => SECCOMP_RET_ALLOW,
        SeccompAction.SCMP_ACT_LOG => SECCOMP_RET_LOG,
        SeccompAction.SCMP_ACT_NOTIFY => SECCOMP_RET_USER_NOTIF,
        _ => SECCOMP_RET_KILL_THREAD,
    };

    /// <summary>The verdict on a call.</summary>
    public uint Judge(in SystemCallRecord call) => Judge(call, out _);

    /// <summary>The verdict on a call, and what there is to say about its number.</summary>
    public uint Judge(in SystemCallRecord call, out Treatment treatment)
    {
        if (!_treatments.TryGetValue((call.Audit, call.Number), out treatment!))
        {
            _treatments[(call.Audit, call.Number)] = treatment = TreatmentOf(call.Audit, call.Number);
        }

        foreach (Rule rule in treatment.Rules)
        {
            if (Matches(rule, call, treatment.ArgumentMask))
            {
                return rule.Verdict;
            }
        }

        return treatment.Otherwise;
    }

    private Treatment TreatmentOf(uint audit, uint number)
    {
        SeccompArch[] abis = [.. _architectures.Where(arch => SeccompAbi.Of(arch).Audit == audit)];
        if (abis.Length == 0)
        {
            return new Treatment([], SECCOMP_RET_KILL_THREAD);
        }

        bool isX32 = audit == AUDIT_ARCH_X86_64 && (number & SeccompAbi.X32Bit) != 0 && abis.Contains(SeccompArch.SCMP_ARCH_X32);
        SeccompArch abi = isX32 ? SeccompArch.SCMP_ARCH_X32 : abis.First(arch => arch != SeccompArch.SCMP_ARCH_X32);
        if (IsNewer(abi, number))
        {
            return new Treatment([], SECCOMP_RET_ERRNO + Errno.ENOSYS);
        }

        if (audit == AUDIT_ARCH_X86_64 && !abis.Contains(SeccompArch.SCMP_ARCH_X32) && number is >= SeccompAbi.X32Bit and < uint.MaxValue)
        {
            return new Treatment([], SECCOMP_RET_KILL_THREAD);
        }

        List<Rule> rules = _rules.GetValueOrDefault((abi, number)) ?? [];
        rules = rules.FindAll(rule => rule.Verdict != Default);
        ulong mask = SeccompAbi.Of(abi).IsWide ? ulong.MaxValue : uint.MaxValue;
        return rules.Find(rule => rule.Conditions.Length == 0) is { } certain
            ? new Treatment([], certain.Verdict)
            : new Treatment([.. rules], Default, mask);
    }

    public static bool Matches(Rule rule, in SystemCallRecord call, ulong mask)
    {
        foreach (SeccompArgSpec condition in rule.Conditions)
        {
            if (!Holds(condition, call, mask))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Holds(SeccompArgSpec condition, in SystemCallRecord call, ulong mask)
    {
        ulong argument = call.Argument(condition.Index) & mask;
        ulong value = condition.Value & mask;
        return condition.Op switch
        {
            SeccompOperator.SCMP_CMP_NE => argument != value,
            SeccompOperator.SCMP_CMP_LT => argument < value,
            SeccompOperator.SCMP_CMP_LE => argument <= value,
            SeccompOperator.SCMP_CMP_EQ => argument == value,
            SeccompOperator.SCMP_CMP_GE => argument >= value,
            SeccompOperator.SCMP_CMP_GT => argument > value,
            _ => (argument & value) == (condition.ValueTwo & value),
        };
    }

    /// <summary>The call is newer than all that the profile names for its ABI, and the default would refuse it.</summary>
    private bool IsNewer(SeccompArch abi, uint number)
    {
        bool isSetup = number == 0 && abi is SeccompArch.SCMP_ARCH_S390 or SeccompArch.SCMP_ARCH_S390X;
        return _spec.DefaultAction is not (SeccompAction.SCMP_ACT_ALLOW or SeccompAction.SCMP_ACT_LOG or SeccompAction.SCMP_ACT_TRACE)
            && _newest[abi] >= 0 && (number > _newest[abi] || isSetup);
    }

    /// <summary>Files a rule under the number of its call and under that of socketcall(2) or ipc(2), where the ABI has them.</summary>
    private void Spread(SeccompArch abi, Rule rule)
    {
        int index = SyscallTable.Find(rule.Name);
        SeccompAbi table = SeccompAbi.Of(abi);
        if (index < 0)
        {
            return;
        }

        if (table.Column[index] != SyscallTable.Absent)
        {
            uint number = table.NumberOf(table.Column[index]);
            _newest[abi] = Math.Max(_newest[abi], number);
            File(abi, number, rule);
        }

        foreach ((string carrier, int subcall) in new[] { ("socketcall", SyscallTable.socketcall[index]), ("ipc", SyscallTable.ipc[index]) })
        {
            int offset = table.Column[SyscallTable.Find(carrier)];
            bool isOutdone = rule.Conditions.Length > 0 && _certain.Contains(rule.Name);
            if (subcall != SyscallTable.Absent && offset != SyscallTable.Absent && !isOutdone && rule.Verdict != Default)
            {
                SeccompArgSpec first = new() { Index = 0, Op = SeccompOperator.SCMP_CMP_EQ, Value = (ulong)subcall };
                _newest[abi] = Math.Max(_newest[abi], table.NumberOf(offset));
                File(abi, table.NumberOf(offset), rule with { Conditions = [first, .. rule.Conditions.Where(condition => condition.Index != 0)] });
            }
        }
    }

    private void File(SeccompArch abi, uint number, Rule rule)
    {
        if (!_rules.TryGetValue((abi, number), out List<Rule>? rules))
        {
            _rules[(abi, number)] = rules = [];
        }

        rules.Add(rule);
    }
}
