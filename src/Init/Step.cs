namespace Runtime.Plan;

/// <summary>
/// One step of a launch plan: a system call or, with a negative <see cref="Number"/>, a control step.
/// This file is compiled into both programs that see a plan, the runtime that writes it and the init that walks it.
/// </summary>
/// <remarks>
/// <code>
///  0        4       5        6           7          8          12       16                 64
///  | Number | Slots | Result | OnFailure | (unused) | Errnos   | Target | Argument 0 … 5   |
/// </code>
/// One cache line. A pointer among the arguments is an absolute address: the plan lies at
/// <see cref="PlanLayout.Address"/> in both processes.
/// </remarks>
internal unsafe struct Step
{
    /// <summary>A system call's number, or one of the control steps below.</summary>
    public int Number;

    /// <summary>Bit n set: argument n is the number of a slot, whose value is meant.</summary>
    public byte Slots;

    /// <summary>The slot that receives the result, −errno included; <see cref="NoSlot"/>: none.</summary>
    public byte Result;

    /// <summary><see cref="Stop"/>, <see cref="GoOn"/>, <see cref="JumpToTarget"/> or <see cref="JumpInChild"/>.</summary>
    public byte OnFailure;

    public byte Unused;

    /// <summary>The errnos to which <see cref="OnFailure"/> applies; the first zero ends the list, and an empty list means all. Any other errno stops the plan.</summary>
    public fixed byte Errnos[4];

    /// <summary>Where <see cref="OnFailure"/> or a control step jumps: the index of a step.</summary>
    public int Target;

    public fixed long Argument[6];

    public const byte NoSlot = 0xff;

    /// <summary>A failure ends the plan and is reported.</summary>
    public const byte Stop = 0;

    /// <summary>A failure with one of the errnos is as good as success.</summary>
    public const byte GoOn = 1;

    /// <summary>A failure with one of the errnos goes on at the target.</summary>
    public const byte JumpToTarget = 2;

    /// <summary>For clone: the result zero, which only the child gets, goes on at the target; a failure ends the plan. The slots are shared, so neither process could look there.</summary>
    public const byte JumpInChild = 3;

    /// <summary>Control: goes on at the target.</summary>
    public const int Jump = -1;

    /// <summary>Control: goes on at the target when argument 0, masked with argument 1, is equal to argument 2.</summary>
    public const int JumpIfEqual = -2;

    /// <summary>Control: goes on at the target when argument 0, masked with argument 1, is not equal to argument 2.</summary>
    public const int JumpIfNotEqual = -3;

    /// <summary>Control: writes argument 1 to the four bytes at address argument 0, so that a later call finds a slot's value inside a structure.</summary>
    public const int Store = -4;

    /// <summary>Control: the result is the four bytes at address argument 0.</summary>
    public const int Load = -5;

    /// <summary>Control: fails with the errno in argument 0.</summary>
    public const int Fail = -6;
}

/// <summary>The first page of a plan.</summary>
internal unsafe struct PlanHeader
{
    /// <summary>The step init is at, or stopped at: where to look when it was killed.</summary>
    public int Position;

    /// <summary>The step that failed first, counted from 1; 0: none.</summary>
    public int FailedStep;

    /// <summary>The errno of the failure, positive.</summary>
    public int FailedErrno;

    /// <summary>A descriptor that is told of a failure too: eight bytes, <see cref="FailedStep"/> and <see cref="FailedErrno"/>; 0: none.</summary>
    public int ReportDescriptor;

    /// <summary>The slots: descriptors that the runtime opened, and results of earlier steps.</summary>
    public fixed long Slot[SlotCount];

    public const int SlotCount = 255;
}

/// <summary>Where the parts of a plan lie. The memory is sparse: only pages that are used exist.</summary>
internal static class PlanLayout
{
    /// <summary>Far below where the kernel places programs, stacks and mappings, on every architecture.</summary>
    public const long Address = 0x2000_0000;

    /// <summary>The array of steps, after the header's page.</summary>
    public const long Steps = Address + 0x1000;

    /// <summary>Texts and structures, after the steps.</summary>
    public const long Data = Address + 0x10_0000;

    /// <summary>32 MiB: more than argv, the environment and every mount of the largest configuration that execve(2) would take.</summary>
    public const long Size = 0x200_0000;

    public const long End = Address + Size;
}
