using System.Collections.Generic;

using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Plan;

/// <summary>Puts the steps of a plan into words. The same plan gives the same words on every machine and in every launch.</summary>
internal sealed unsafe class StepReader(LaunchPlan plan)
{
    private const int ArgumentCount = 6;
    private const long NoMask = -1;

    private readonly ArgumentText _arguments = new(plan.Memory);

    public ListedStep Read(int index)
    {
        Step* step = At(index);
        bool isJump = step->Number is Step.Jump or Step.JumpIfEqual or Step.JumpIfNotEqual;
        bool mayJump = isJump || step->OnFailure is Step.JumpToTarget or Step.JumpInChild;
        (string call, string[] arguments) = Words(step, index);
        return new ListedStep(index, call, arguments, plan.PhraseOf(index).ToString())
        {
            Result = step->Result == Step.NoSlot ? null : SlotName(step->Result),
            OnFailure = (FailureRule)step->OnFailure,
            Errnos = Errnos(step),
            Target = mayJump ? step->Target : null,
        };
    }

    /// <summary><c>%name</c>; of several slots with one name, the second is <c>%name2</c>.</summary>
    public string SlotName(long slot)
    {
        int same = 1;
        string name = plan.SlotName((int)slot);
        for (int other = 0; other < slot; other++)
        {
            same += plan.SlotName(other) == name ? 1 : 0;
        }

        return "%" + name + (same == 1 ? "" : FlagNames.Number(same));
    }

    private Step* At(int index) => plan.Memory.Steps + index;

    private (string Call, string[] Arguments) Words(Step* step, int index)
    {
        return step->Number switch
        {
            Step.Jump => ("goto", []),
            Step.JumpIfEqual => ("if", [Condition(step, "==")]),
            Step.JumpIfNotEqual => ("if", [Condition(step, "!=")]),
            Step.Load => ("load", [Loaded(step, index)]),
            Step.Store => ("store", [Operand(step, 1, ArgumentKind.Number), Place(step->Argument[0], index)]),
            Step.Fail => ("fail", Failure(step)),
            _ => (SystemCall.Name(step->Number), Arguments(step)),
        };
    }

    private string[] Arguments(Step* step)
    {
        ArgumentKind[] kinds = Kinds(step);
        int count = kinds.Length;
        for (int i = count; i < ArgumentCount; i++)
        {
            count = IsSlot(step, i) || step->Argument[i] != 0 ? i + 1 : count; // what the table does not know is not left out
        }

        string[] arguments = new string[count];
        for (int i = 0; i < count; i++)
        {
            arguments[i] = Operand(step, i, i < kinds.Length ? kinds[i] : ArgumentKind.Number);
        }

        return arguments;
    }

    private string Operand(Step* step, int argument, ArgumentKind kind)
    {
        long value = step->Argument[argument];
        if (IsSlot(step, argument))
        {
            return SlotName(value);
        }

        if (kind == ArgumentKind.Bytes && BytesOf(step, argument) is string written)
        {
            return written;
        }

        return _arguments.Of(kind, value, argument > 0 ? step->Argument[argument - 1] : 0, argument < ArgumentCount - 1 ? step->Argument[argument + 1] : 0);
    }

    /// <summary>Bytes that are known only when the step is reached: what an earlier call found, or a text whose length is in a slot. Null: they are in the plan.</summary>
    private string? BytesOf(Step* step, int argument)
    {
        int index = (int)(step - plan.Memory.Steps);
        if (OwnerBefore(step->Argument[argument], index) is not null)
        {
            return Place(step->Argument[argument], index);
        }

        return argument < ArgumentCount - 1 && IsSlot(step, argument + 1) ? "what the runtime wrote" : null;
    }

    private string Condition(Step* step, string comparison)
    {
        long mask = step->Argument[1];
        long wanted = step->Argument[2];
        string value = Operand(step, 0, ArgumentKind.Number);
        string other = IsSlot(step, 2) ? SlotName(wanted) : Wanted(mask, wanted);
        string masked = mask switch
        {
            NoMask => value,
            S_IFMT => value + " & S_IFMT",
            _ => value + " & " + FlagNames.Hexadecimal((ulong)mask),
        };
        return $"{masked} {comparison} {other}";
    }

    private static string Wanted(long mask, long wanted)
    {
        return mask switch
        {
            S_IFMT when ArgumentText.FileType((uint)wanted) is string type => type,
            byte.MaxValue when wanted is > ' ' and <= '~' => $"'{(char)wanted}'",
            _ => FlagNames.Number(wanted),
        };
    }

    private static string[] Failure(Step* step)
    {
        long errno = step->Argument[0];
        return errno == 0 && !IsSlot(step, 0) ? [] : [Errno.Name((int)errno)];
    }

    /// <summary>What a load finds: what an earlier call wrote, or a constant of the plan.</summary>
    private string Loaded(Step* step, int index)
    {
        long address = step->Argument[0];
        if (!ArgumentText.IsInPlan(address) || Owner(address, index) is not null)
        {
            return Place(address, index);
        }

        int value = *(int*)plan.Memory.At(address);
        if (value == 0)
        {
            return "what the runtime wrote"; // nobody loads a constant zero
        }

        return _arguments.Of(KindOfSlot(step->Result, index), value, 0, 0);
    }

    private string Place(long address, int index)
    {
        if (address == PlanLayout.Address + DescriptorSteps.ReportOffset)
        {
            return nameof(PlanHeader.ReportDescriptor);
        }

        return Owner(address, index) is (int owner, ArgumentKind kind, long offset)
            ? $"{StructureText.Field(kind, offset)} of step {FlagNames.Number(owner)}"
            : ArgumentText.Number(address);
    }

    /// <summary>The call that uses the bytes at an address: the last one before a step, or else the first one after it.</summary>
    private (int Step, ArgumentKind Kind, long Offset)? Owner(long address, int index)
    {
        if (OwnerBefore(address, index) is (int, ArgumentKind, long) owner)
        {
            return owner;
        }

        for (int after = index + 1; after < plan.Count; after++)
        {
            if (Owns(after, address) is (ArgumentKind kind, long offset))
            {
                return (after, kind, offset);
            }
        }

        return null;
    }

    private (int Step, ArgumentKind Kind, long Offset)? OwnerBefore(long address, int index)
    {
        for (int before = index - 1; before >= 0; before--)
        {
            if (Owns(before, address) is (ArgumentKind kind, long offset))
            {
                return (before, kind, offset);
            }
        }

        return null;
    }

    private (ArgumentKind Kind, long Offset)? Owns(int index, long address)
    {
        Step* step = At(index);
        ArgumentKind[] kinds = Kinds(step);
        for (int i = 0; i < kinds.Length; i++)
        {
            long offset = address - step->Argument[i];
            if (!IsSlot(step, i) && offset >= 0 && offset < StructureText.SizeOf(kinds[i]))
            {
                return (kinds[i], offset);
            }

            if (kinds[i] == ArgumentKind.msghdr && !IsSlot(step, i))
            {
                msghdr* message = (msghdr*)plan.Memory.At(step->Argument[i]);
                offset = address - (long)message->msg_control;
                if (offset >= 0 && offset < (long)message->msg_controllen)
                {
                    return (ArgumentKind.cmsghdr, offset);
                }
            }
        }

        return null;
    }

    /// <summary>What a slot holds, by the first call that uses it.</summary>
    private ArgumentKind KindOfSlot(byte slot, int index)
    {
        for (int user = index + 1; user < plan.Count; user++)
        {
            Step* step = At(user);
            ArgumentKind[] kinds = Kinds(step);
            for (int i = 0; i < kinds.Length; i++)
            {
                if (IsSlot(step, i) && step->Argument[i] == slot)
                {
                    return kinds[i];
                }
            }
        }

        return ArgumentKind.Number;
    }

    private static ArgumentKind[] Kinds(Step* step)
    {
        return step->Number < 0 ? [] : CallFormat.Of(step->Number, step->Argument[0], step->Argument[1]);
    }

    private static bool IsSlot(Step* step, int argument) => (step->Slots & (1 << argument)) != 0;

    private static string[] Errnos(Step* step)
    {
        List<string> names = [];
        for (int i = 0; i < 4 && step->Errnos[i] != 0; i++)
        {
            names.Add(Errno.Name(step->Errnos[i]));
        }

        return names.ToArray();
    }
}
