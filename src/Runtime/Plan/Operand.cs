namespace Runtime.Plan;

/// <summary>A place in the plan that holds a descriptor or a result; <see cref="PlanBuilder.Slot"/> makes one.</summary>
internal readonly record struct Slot(byte Number);

/// <summary>A place in the plan's list of steps; <see cref="PlanBuilder.NewLabel"/> makes one, <see cref="PlanBuilder.Mark"/> places it.</summary>
internal readonly record struct Label(int Number);

/// <summary>An argument of a step: a constant, an address in the plan, or the value a slot will have.</summary>
internal readonly record struct Operand(long Value, bool IsSlot)
{
    public static implicit operator Operand(int value) => new(value, false);

    public static implicit operator Operand(uint value) => new(value, false);

    public static implicit operator Operand(long value) => new(value, false);

    public static implicit operator Operand(ulong value) => new((long)value, false);

    public static implicit operator Operand(Slot slot) => new(slot.Number, true);
}
