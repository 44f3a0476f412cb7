using System;

namespace Runtime.Plan;

/// <summary>
/// What a step is doing, put so that it completes "failed while …": <c>mounting proc at "/proc"</c>. It is made into a sentence
/// only when somebody reads it, which for a launch that succeeds is never.
/// </summary>
/// <param name="Text">With {0} and {1} where the operands go.</param>
/// <param name="First">The first operand.</param>
/// <param name="Second">The second operand.</param>
/// <param name="Remedy">What a user can do about a failure, where that is certain.</param>
/// <param name="Report">A hook that failed: what there is to say of it stands in the plan's memory.</param>
internal sealed record Phrase(string Text, string? First = null, string? Second = null, string? Remedy = null, HookReport? Report = null)
{
    public override string ToString()
    {
        // One operand after the other: the first may contain what looks like the second's place.
        int second = Text.IndexOf("{1}", StringComparison.Ordinal);
        string text = second < 0 ? Text : string.Concat(Text.AsSpan(0, second), Second, Text.AsSpan(second + 3));
        int first = Text.IndexOf("{0}", StringComparison.Ordinal);
        return first < 0 ? text : string.Concat(text.AsSpan(0, first), First, text.AsSpan(first + 3));
    }
}
