using System;
using System.Text;

namespace Runtime.Plan;

/// <summary>
/// The system calls of every architecture of the specification: one list of names, and for each ABI a column of numbers in the
/// order of that list. All of it is read-only data of the program, laid out by scripts/syscall-tables: nothing is built at
/// start, and only the columns that a filter needs are ever read from disk.
/// </summary>
internal static partial class SyscallTable
{
    /// <summary>What a column says of a call that the ABI does not have.</summary>
    public const ushort Absent = ushort.MaxValue;

    /// <summary>The index of the name in the columns; negative where no architecture has such a call.</summary>
    public static int Find(string name)
    {
        // As in scripts/syscall-tables.
        uint hash = 0;
        foreach (char c in name)
        {
            hash = (hash * 31) + c;
        }

        ReadOnlySpan<ushort> slots = Slots;
        int slot = (int)(hash % (uint)slots.Length);
        while (slots[slot] != 0)
        {
            int index = slots[slot] - 1;
            if (Ascii.Equals(NameOf(index), name))
            {
                return index;
            }

            slot = slot + 1 == slots.Length ? 0 : slot + 1;
        }

        return -1;
    }

    /// <summary>An old ABI carries it by, or it is, socketcall(2) or ipc(2).</summary>
    public static bool IsCarried(int index)
    {
        return (socketcall[index] & ipc[index]) != Absent || NameOf(index).SequenceEqual("socketcall"u8) || NameOf(index).SequenceEqual("ipc"u8);
    }

    public static ReadOnlySpan<byte> NameOf(int index)
    {
        return Text[Starts[index]..Starts[index + 1]];
    }
}
