using System;
using System.Collections.Generic;
using System.Linq;
using Runtime.Config;
using Runtime.Plan;

namespace Runtime.Tests.Plan;

/// <summary>The calls on which two filters for a profile are compared: every number, and for those with conditions the values around each constant.</summary>
internal static class CallGrid
{
    /// <summary>An architecture that no kernel has.</summary>
    public const uint UnknownAudit = 0xc0005678;

    private const int HighestOffset = 620;

    /// <summary>All numbers of the listed architectures, or only those the profile names and their neighbours.</summary>
    public static IEnumerable<SystemCallRecord> Of(SeccompSpec spec, SeccompArch native, bool isComplete = true)
    {
        ILookup<string, SeccompArgSpec> conditions = spec.Syscalls
            .SelectMany(rule => rule.Names.SelectMany(name => rule.Args.Select(arg => (Name: name, Arg: arg))))
            .ToLookup(pair => pair.Name, pair => pair.Arg);
        foreach (SeccompArch architecture in spec.Architectures.Prepend(native).Distinct())
        {
            uint audit = SeccompAbi.Of(architecture).Audit;
            foreach (uint number in isComplete ? NumbersOf(architecture) : NumbersNear(architecture, spec))
            {
                yield return new SystemCallRecord(audit, number);
                yield return new SystemCallRecord(audit, number, 1, 2, 3, 4, 5, 6);
            }

            foreach (IGrouping<string, SeccompArgSpec> group in conditions)
            {
                foreach (SystemCallRecord call in CallsOf(architecture, group.Key, group, combinations: isComplete ? 200 : 20))
                {
                    yield return call;
                }
            }
        }

        yield return new SystemCallRecord(UnknownAudit, 0);
        yield return new SystemCallRecord(UnknownAudit, 300);
    }

    private static IEnumerable<uint> NumbersOf(SeccompArch architecture)
    {
        uint first = SeccompAbi.Of(architecture).First;
        for (uint offset = 0; offset <= HighestOffset; offset++)
        {
            yield return first + offset;
        }

        foreach (uint edge in new uint[] { 0, 3999, 4999, 5999, 9999, 0xeffff, 0xf0000, 0xf0001, 0xf0005, 0xf0006, 0xf0007, 0x3fffffff, 0x40000000, 0x40000001, 0x7fffffff, 0x80000000, 0xc0000001, 0xfffffffe, 0xffffffff })
        {
            yield return edge;
        }
    }

    private static IEnumerable<uint> NumbersNear(SeccompArch architecture, SeccompSpec spec)
    {
        return spec.Syscalls.SelectMany(rule => rule.Names).SelectMany(name => NumbersFor(architecture, name))
            .SelectMany(number => new[] { number - 1, number, number + 1 }).Append(0x40000000u).Append(uint.MaxValue).Distinct();
    }

    private static IEnumerable<SystemCallRecord> CallsOf(SeccompArch architecture, string name, IEnumerable<SeccompArgSpec> conditions, int combinations)
    {
        ulong mask = SeccompAbi.Of(architecture).IsWide ? ulong.MaxValue : uint.MaxValue;
        uint audit = SeccompAbi.Of(architecture).Audit;
        ulong[] subcalls = SubcallsOf(name);
        (uint Index, ulong[] Values)[] axes = conditions.GroupBy(arg => arg.Index)
            .Select(group => (group.Key, group.SelectMany(ValuesAround).Select(value => value & mask).Distinct().ToArray())).ToArray();
        foreach (uint number in NumbersFor(architecture, name))
        {
            Random random = new(1);
            foreach ((uint index, ulong[] values) in axes)
            {
                foreach (ulong value in values)
                {
                    yield return new SystemCallRecord(audit, number).With(index, value);
                }
            }

            for (int i = 0; i < combinations; i++)
            {
                SystemCallRecord call = new(audit, number);
                foreach ((uint index, ulong[] values) in axes)
                {
                    call = call.With(index, values[random.Next(values.Length)]);
                }

                if (subcalls.Length > 0 && random.Next(2) == 0)
                {
                    call = call.With(0, subcalls[random.Next(subcalls.Length)]);
                }

                yield return call;
            }
        }
    }

    /// <summary>The call itself, and the ones that carry it.</summary>
    private static IEnumerable<uint> NumbersFor(SeccompArch architecture, string name)
    {
        int index = SyscallTable.Find(name);
        if (index < 0)
        {
            yield break;
        }

        int[] candidates =
        [
            index,
            SyscallTable.socketcall[index] == SyscallTable.Absent ? index : SyscallTable.Find("socketcall"),
            SyscallTable.ipc[index] == SyscallTable.Absent ? index : SyscallTable.Find("ipc"),
        ];
        foreach (int candidate in candidates.Distinct())
        {
            if (SeccompAbi.Of(architecture).Column[candidate] != SyscallTable.Absent)
            {
                yield return SeccompAbi.Of(architecture).NumberOf(SeccompAbi.Of(architecture).Column[candidate]);
            }
        }
    }

    private static ulong[] SubcallsOf(string name)
    {
        int index = SyscallTable.Find(name);
        ushort subcall = index < 0 ? SyscallTable.Absent : Math.Min(SyscallTable.socketcall[index], SyscallTable.ipc[index]);
        return subcall == SyscallTable.Absent ? [] : [subcall, subcall + 1ul, subcall - 1ul];
    }

    private static IEnumerable<ulong> ValuesAround(SeccompArgSpec arg)
    {
        ulong[] values = arg.Op == SeccompOperator.SCMP_CMP_MASKED_EQ ? [arg.Value & arg.ValueTwo, arg.ValueTwo | ~arg.Value] : [arg.Value];
        foreach (ulong value in values)
        {
            yield return value;
            yield return value - 1;
            yield return value + 1;
            yield return value ^ (1ul << 32);
            yield return value - (1ul << 32);
            yield return value ^ 0x80000000;
            yield return (value & uint.MaxValue) | 0xffffffff00000000;
            yield return ~value;
        }
    }
}
