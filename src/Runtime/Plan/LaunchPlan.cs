using System;

namespace Runtime.Plan;

/// <summary>A finished plan: the steps in their memory, and beside them what each is doing. Nothing has happened yet.</summary>
internal sealed unsafe class LaunchPlan : IDisposable
{
    private readonly Phrase[] _phrases;
    private readonly int[] _phraseOf;
    private readonly string[] _slots;
    private readonly Opening[] _openings;

    public LaunchPlan(PlanMemory memory, int count, Phrase[] phrases, int[] phraseOf, string[] slots, Opening[] openings)
    {
        Memory = memory;
        Count = count;
        _phrases = phrases;
        _phraseOf = phraseOf;
        _slots = slots;
        _openings = openings;
    }

    public PlanMemory Memory { get; }

    /// <summary>How many steps there are.</summary>
    public int Count { get; }

    /// <summary>What the launcher opens before it launches.</summary>
    public ReadOnlySpan<Opening> Openings => _openings;

    /// <summary>What the step with this index is doing.</summary>
    public Phrase PhraseOf(int step)
    {
        return _phrases[_phraseOf[step]];
    }

    public string SlotName(int slot) => _slots[slot];

    public long this[Slot slot]
    {
        get => Memory.Header->Slot[slot.Number];
        set => Memory.Header->Slot[slot.Number] = value;
    }

    public void Dispose()
    {
        Memory.Dispose();
    }
}
