using System;
using System.Collections.Generic;
using System.Text.Unicode;

using Runtime.Config;

namespace Runtime.Plan;

/// <summary>The only way to add a step to a plan. It owns the plan's memory, its texts and its slots until <see cref="Seal"/> gives them away.</summary>
internal sealed unsafe class PlanBuilder : IDisposable
{
    private readonly List<Phrase> _phrases = new(64);
    private readonly List<string> _slots = new(64);
    private readonly List<int> _labels = new(64);
    private readonly List<Opening> _openings = new(8);
    private PlanMemory? _memory = new();
    private int[] _phraseOf = new int[512];
    private long _end = PlanLayout.Data;
    private int _count;

    /// <summary>How many steps there are; also the index of the next one.</summary>
    public int Count => _count;

    private PlanMemory Memory => _memory ?? throw new ObjectDisposedException(nameof(PlanBuilder));

    private Step* Steps => Memory.Steps;

    /// <summary>Says what the steps that follow are doing, until it is said anew.</summary>
    public void Doing(string text, string? first = null, string? second = null, string? remedy = null, HookReport? report = null)
    {
        _phrases.Add(new Phrase(text, first, second, remedy, report));
    }

    /// <summary>What the steps now added are doing.</summary>
    public Phrase Phrase => _phrases[^1];

    /// <summary>Says again what was said before.</summary>
    public void Doing(Phrase phrase)
    {
        _phrases.Add(phrase);
    }

    /// <summary>A new slot: for the result of a step, or for what the launcher knows only at the launch.</summary>
    /// <param name="name">As the listing shows it: <c>%name</c>.</param>
    public Slot Slot(string name)
    {
        if (_slots.Count == PlanHeader.SlotCount)
        {
            throw new ConfigException("config.json asks for more mounts and devices than a launch plan has slots for");
        }

        _slots.Add(name);
        return new Slot((byte)(_slots.Count - 1));
    }

    /// <summary>A slot for a result that is used at once: the same one whenever the name is the same.</summary>
    public Slot Scratch(string name)
    {
        int known = _slots.IndexOf(name);
        return known >= 0 ? new Slot((byte)known) : Slot(name);
    }

    /// <summary>A slot whose descriptor the runtime opens on the host, right before the launch, with the runtime's own rights.</summary>
    public Slot Opened(string name, string path, int flags, string doing)
    {
        Slot slot = Slot(name);
        _openings.Add(new Opening(slot, path, flags, doing));
        return slot;
    }

    /// <summary>A slot whose descriptor is a detached copy of a mount of the host, made by the runtime right before the launch.</summary>
    /// <param name="name">Of the slot.</param>
    /// <param name="path">On the host.</param>
    /// <param name="flags">AT_RECURSIVE, AT_SYMLINK_NOFOLLOW.</param>
    /// <param name="map">Whose files appear in it; null: their owners'.</param>
    public Slot OpenedTree(string name, string path, int flags, IdMap? map)
    {
        Slot slot = Slot(name);
        _openings.Add(new Opening(slot, path, flags, "opening the mount source", IsTree: true, map));
        return slot;
    }

    /// <summary>Adds a system call.</summary>
    public StepHandle Call(int number, Operand a = default, Operand b = default, Operand c = default, Operand d = default, Operand e = default, Operand f = default)
    {
        StepHandle handle = Add(number);
        Step* step = Steps + handle.Index;
        step->Argument[0] = a.Value;
        step->Argument[1] = b.Value;
        step->Argument[2] = c.Value;
        step->Argument[3] = d.Value;
        step->Argument[4] = e.Value;
        step->Argument[5] = f.Value;
        step->Slots = (byte)(Bit(a, 0) | Bit(b, 1) | Bit(c, 2) | Bit(d, 3) | Bit(e, 4) | Bit(f, 5));
        return handle;
    }

    /// <summary>Goes on at the label.</summary>
    public void Jump(Label target)
    {
        Steps[Add(Step.Jump).Index].Target = target.Number;
    }

    /// <summary>Goes on at the label when the masked value is equal to the wanted one.</summary>
    public void JumpIfEqual(Operand value, Operand wanted, Label target, long mask = -1)
    {
        Steps[Call(Step.JumpIfEqual, value, mask, wanted).Index].Target = target.Number;
    }

    /// <summary>Goes on at the label when the masked value is not equal to the other one.</summary>
    public void JumpIfNotEqual(Operand value, Operand other, Label target, long mask = -1)
    {
        Steps[Call(Step.JumpIfNotEqual, value, mask, other).Index].Target = target.Number;
    }

    /// <summary>Writes a value to the four bytes at an address of the plan.</summary>
    public void Store(long address, Operand value)
    {
        Call(Step.Store, address, value);
    }

    /// <summary>Reads the four bytes at an address of the plan.</summary>
    public void Load(Slot result, long address)
    {
        Call(Step.Load, address).Into(result);
    }

    /// <summary>Ends the plan with an errno, or with 0 when the phrase says all.</summary>
    public void Fail(Operand errno)
    {
        Call(Step.Fail, errno);
    }

    public Label NewLabel()
    {
        _labels.Add(-1);
        return new Label(_labels.Count - 1);
    }

    /// <summary>Places a label before the next step.</summary>
    public void Mark(Label label)
    {
        _labels[label.Number] = _count;
    }

    /// <summary>Reserves zeroed bytes, aligned to 8, and returns their address in init.</summary>
    /// <exception cref="ConfigException">The plan is full.</exception>
    public long Reserve(long size)
    {
        long address = (_end + 7) & ~7L;
        if (size > PlanLayout.End - address)
        {
            throw new ConfigException("config.json is too large for a launch plan: its texts take more than 31 MiB");
        }

        _end = address + size;
        return address;
    }

    /// <summary>Reserves a structure's bytes; <paramref name="content"/> is where this process writes it.</summary>
    public long Reserve<T>(out T* content)
        where T : unmanaged
    {
        long address = Reserve(sizeof(T));
        content = (T*)At(address);
        return address;
    }

    public byte* At(long address) => Memory.At(address);

    /// <summary>Adds a NUL-terminated text and returns its address.</summary>
    public long Text(string text)
    {
        long address = _end;
        int room = (int)Math.Min(PlanLayout.End - address, int.MaxValue);
        if (room <= text.Length)
        {
            throw new ConfigException("config.json is too large for a launch plan: its texts take more than 31 MiB");
        }

        // Reserved before and given back after: a text is at most three times as long in UTF-8.
        _ = Reserve(Math.Min(room - 8, (text.Length * 3L) + 1));
        _ = Utf8.FromUtf16(text, new Span<byte>(At(address), (text.Length * 3) + 1), out _, out int written);
        At(address)[written] = 0;
        _end = address + written + 1;
        return address;
    }

    public long Bytes(ReadOnlySpan<byte> content)
    {
        long address = Reserve(content.Length);
        content.CopyTo(new Span<byte>(At(address), content.Length));
        return address;
    }

    /// <summary>Adds an array of pointers to texts that ends in a null pointer, as execve(2) wants it.</summary>
    public long Texts(ReadOnlySpan<string> texts)
    {
        long address = Reserve((texts.Length + 1) * sizeof(long));
        for (int i = 0; i < texts.Length; i++)
        {
            long text = Text(texts[i]);
            ((long*)At(address))[i] = text;
        }

        return address;
    }

    /// <summary>Resolves the labels and hands the plan over.</summary>
    public LaunchPlan Seal()
    {
        for (int i = 0; i < _count; i++)
        {
            Step* step = Steps + i;
            if (step->OnFailure is Step.JumpToTarget or Step.JumpInChild || step->Number is Step.Jump or Step.JumpIfEqual or Step.JumpIfNotEqual)
            {
                int place = _labels[step->Target];
                step->Target = place >= 0 ? place : throw new InvalidOperationException($"step {i} jumps to a label that was never placed");
            }
        }

        LaunchPlan plan = new(Memory, _count, _phrases.ToArray(), _phraseOf, _slots.ToArray(), _openings.ToArray());
        _memory = null;
        return plan;
    }

    public void Dispose()
    {
        _memory?.Dispose();
        _memory = null;
    }

    private StepHandle Add(int number)
    {
        if (_count == (PlanLayout.Data - PlanLayout.Steps) / sizeof(Step))
        {
            throw new ConfigException("config.json asks for more than the 16320 steps a launch plan can have");
        }

        if (_count == _phraseOf.Length)
        {
            Array.Resize(ref _phraseOf, _count * 2);
        }

        _phraseOf[_count] = _phrases.Count - 1;
        Step* step = Steps + _count;
        step->Number = number;
        step->Result = Step.NoSlot;
        return new StepHandle(step, _count++);
    }

    private static int Bit(Operand operand, int argument)
    {
        return operand.IsSlot ? 1 << argument : 0;
    }
}

/// <summary>A file of the host that is opened right before the launch and inherited by init.</summary>
internal sealed record Opening(Slot Slot, string Path, int Flags, string Doing, bool IsTree = false, IdMap? Map = null);

/// <summary>The step just added: says where its result goes and what a failure means.</summary>
internal readonly unsafe ref struct StepHandle(Step* step, int index)
{
    private readonly Step* _step = step;

    public int Index => index;

    /// <summary>Keeps the result.</summary>
    public StepHandle Into(Slot slot)
    {
        _step->Result = slot.Number;
        return this;
    }

    /// <summary>These errnos are as good as success; none given: every errno is.</summary>
    public StepHandle Ignoring(params scoped ReadOnlySpan<int> errnos)
    {
        _step->OnFailure = Step.GoOn;
        return List(errnos);
    }

    /// <summary>With these errnos (none given: any) the plan goes on at the label.</summary>
    public StepHandle OrJump(Label target, params scoped ReadOnlySpan<int> errnos)
    {
        _step->OnFailure = Step.JumpToTarget;
        _step->Target = target.Number;
        return List(errnos);
    }

    /// <summary>The child of a clone goes on at the label.</summary>
    public StepHandle ChildJumps(Label target)
    {
        _step->OnFailure = Step.JumpInChild;
        _step->Target = target.Number;
        return this;
    }

    private StepHandle List(scoped ReadOnlySpan<int> errnos)
    {
        for (int i = 0; i < errnos.Length; i++)
        {
            _step->Errnos[i] = checked((byte)errnos[i]);
        }

        return this;
    }
}
