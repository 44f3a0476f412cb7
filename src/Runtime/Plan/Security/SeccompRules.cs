using System;
using System.Collections.Generic;
using Runtime.Config;

namespace Runtime.Plan;

/// <summary>
/// The rules of a profile by system call. A call has a chain of cases, tried in the order of the profile; chain 0 is empty and
/// means the default. Equal cases and equal chains have one number, so that equal code is written once.
/// </summary>
internal sealed class SeccompRules
{
    private readonly int[] _chains = new int[SyscallTable.Count];
    private readonly bool[] _named = new bool[SyscallTable.Count];
    private readonly List<Case> _cases = new(16);
    private readonly List<Link> _links = new(32);
    private readonly List<Rule> _carried = [];

    public SeccompRules(uint defaultVerdict)
    {
        Default = defaultVerdict;
        _cases.Add(new Case(defaultVerdict, []));
        _links.Add(default);
    }

    public uint Default { get; }

    /// <summary>How many chains there are: their numbers are below this.</summary>
    public int Count => _links.Count;

    /// <summary>The chain of a call, by its index in <see cref="SyscallTable"/>.</summary>
    public int this[int syscall] => _chains[syscall];

    /// <summary>A rule names the call, even if only to say what the default says.</summary>
    public bool IsNamed(int syscall) => _named[syscall];

    /// <summary>A chain's last case and the chain before it.</summary>
    public Link Last(int chain) => _links[chain];

    public Case CaseOf(Link link) => _cases[link.Case];

    /// <summary>The first case has no condition, so no other is ever tried: rules without conditions win over those with.</summary>
    public bool IsCertain(int chain)
    {
        return chain == 0 || (_links[chain].Before == 0 && _cases[_links[chain].Case].Conditions.Length == 0);
    }

    /// <summary>The chain with one answer whatever the arguments are.</summary>
    public int Certain(uint verdict)
    {
        return verdict == Default ? 0 : ChainOf(new Link(Number(verdict, []), 0));
    }

    /// <summary>The chain that tries the case after all those of another one.</summary>
    public int Append(int chain, uint verdict, SeccompArgSpec[] conditions)
    {
        return ChainOf(new Link(Number(verdict, conditions), chain));
    }

    /// <summary>Adds one rule of the profile for one call.</summary>
    public void Add(int syscall, uint verdict, SeccompArgSpec[] conditions)
    {
        _named[syscall] = true;
        int chain = _chains[syscall];
        if (verdict == Default || (chain != 0 && IsCertain(chain)))
        {
            return;
        }

        if (SyscallTable.IsCarried(syscall))
        {
            _carried.Add(new Rule(syscall, verdict, conditions));
        }

        _chains[syscall] = conditions.Length == 0 ? Certain(verdict) : Append(chain, verdict, conditions);
    }

    /// <summary>
    /// On old ABIs one call carries many, told apart by its first argument. A rule for one of the many is, as libseccomp has it,
    /// a rule for the carrier with that argument too; the other arguments are pointers, or stand elsewhere.
    /// </summary>
    public int ChainOfCarrier(int carrier, ReadOnlySpan<ushort> subcalls)
    {
        if (_chains[carrier] != 0 && IsCertain(_chains[carrier]))
        {
            return _chains[carrier];
        }

        int chain = 0;
        foreach (Rule rule in _carried)
        {
            bool isOutdone = rule.Conditions.Length > 0 && IsCertain(_chains[rule.Syscall]);
            if (rule.Syscall == carrier)
            {
                chain = Append(chain, rule.Verdict, rule.Conditions);
            }
            else if (subcalls[rule.Syscall] != SyscallTable.Absent && !isOutdone)
            {
                SeccompArgSpec which = new() { Index = 0, Op = SeccompOperator.SCMP_CMP_EQ, Value = subcalls[rule.Syscall] };
                chain = Append(chain, rule.Verdict, [which, .. Array.FindAll(rule.Conditions, condition => condition.Index != 0)]);
            }
        }

        return chain;
    }

    private int Number(uint verdict, SeccompArgSpec[] conditions)
    {
        for (int i = 0; i < _cases.Count; i++)
        {
            Case known = _cases[i];
            if (known.Verdict == verdict && known.Conditions.AsSpan().SequenceEqual(conditions))
            {
                return i;
            }
        }

        _cases.Add(new Case(verdict, conditions));
        return _cases.Count - 1;
    }

    private int ChainOf(Link link)
    {
        for (int i = 1; i < _links.Count; i++)
        {
            if (_links[i].Case == link.Case && _links[i].Before == link.Before)
            {
                return i;
            }
        }

        _links.Add(link);
        return _links.Count - 1;
    }

    /// <summary>An answer and the conditions, all of which must hold for it.</summary>
    internal readonly record struct Case(uint Verdict, SeccompArgSpec[] Conditions);

    internal readonly record struct Link(int Case, int Before);

    private readonly record struct Rule(int Syscall, uint Verdict, SeccompArgSpec[] Conditions);
}
