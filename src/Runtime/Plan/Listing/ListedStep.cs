using System;
using System.Globalization;

namespace Runtime.Plan;

/// <summary>One step in words.</summary>
/// <param name="Index">Its place in the plan.</param>
/// <param name="Call">The system call's name, or that of a control step: goto, if, load, store, fail.</param>
/// <param name="Arguments">In order.</param>
/// <param name="Doing">What it is there for.</param>
internal sealed record ListedStep(int Index, string Call, string[] Arguments, string Doing)
{
    /// <summary>The slot that gets the result: <c>%name</c>; null: none does.</summary>
    public string? Result { get; init; }

    public FailureRule OnFailure { get; init; }

    /// <summary>The errnos the rule is for; none: all of them.</summary>
    public string[] Errnos { get; init; } = [];

    /// <summary>Where the step, or its rule, may go on; null: it does not jump.</summary>
    public int? Target { get; init; }

    /// <summary>As one line, with <see cref="FlagNames.Break"/> where it can be broken.</summary>
    public override string ToString()
    {
        string arguments = string.Join(", " + FlagNames.Break, Arguments);
        string step = Call switch
        {
            "goto" => "goto " + Place(),
            "if" => $"if {arguments} goto {Place()}",
            "load" => "load " + arguments,
            "store" => "store " + string.Join(" in ", Arguments),
            "fail" => Arguments.Length == 0 ? "fail" : "fail " + arguments,
            _ => $"{Call}({arguments})",
        };
        return (Result is null ? "" : Result + " = ") + step + Rule();
    }

    private string Rule()
    {
        return OnFailure switch
        {
            FailureRule.Stop => "",
            FailureRule.GoOn when Errnos.Length == 0 => $" {FlagNames.Break}ignoring every errno",
            FailureRule.GoOn => $" {FlagNames.Break}ignoring {string.Join(", ", Errnos)}",
            FailureRule.JumpToTarget when Errnos.Length == 0 => $" {FlagNames.Break}or goto {Place()}",
            FailureRule.JumpToTarget => $" {FlagNames.Break}or goto {Place()} on {string.Join(", ", Errnos)}",
            FailureRule.JumpInChild => $" {FlagNames.Break}and in the child goto {Place()}",
            _ => throw new InvalidOperationException($"step {Index} has a failure rule nobody knows: {OnFailure}"),
        };
    }

    private string Place() => Target?.ToString(CultureInfo.InvariantCulture) ?? throw new InvalidOperationException($"step {Index} jumps nowhere");
}

/// <summary>What a failing call means: <see cref="Step.OnFailure"/> by name.</summary>
internal enum FailureRule
{
    Stop = Step.Stop,
    GoOn = Step.GoOn,
    JumpToTarget = Step.JumpToTarget,
    JumpInChild = Step.JumpInChild,
}
