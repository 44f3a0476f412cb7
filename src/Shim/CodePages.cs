using System;
using System.Buffers.Text;
using System.Collections.Generic;

using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Shim;

/// <summary>
/// This program's code and constants, as pages of its file. A shim that waits for days needs a handful of them mapped: the others are let go, and come back from the page
/// cache, where all shims have them together, with the first use.
/// </summary>
internal static class CodePages
{
    /// <summary>The mappings in which nothing was ever written: letting go of others would undo it (madvise(2), MADV_DONTNEED).</summary>
    /// <param name="smaps">Of this process (proc_pid_smaps(5)).</param>
    public static List<CodeRange> In(ReadOnlySpan<byte> smaps)
    {
        List<CodeRange> ranges = [];
        CodeRange? candidate = null;
        foreach (Range range in smaps.Split((byte)'\n'))
        {
            ReadOnlySpan<byte> line = smaps[range];
            if (CodeRange.TryRead(line, out CodeRange? found))
            {
                candidate = found;
            }
            else if (candidate is not null && line.StartsWith("Anonymous: "u8) && line.EndsWith(" 0 kB"u8))
            {
                ranges.Add(candidate);
            }
        }

        return ranges;
    }

    public static void Release(List<CodeRange> ranges)
    {
        foreach (CodeRange range in ranges)
        {
            int result = (int)RawCall.Invoke(SystemCall.madvise, range.Start, range.Length, MADV_DONTNEED);
            if (result < 0)
            {
                throw new KernelException("releasing pages of this program", -result);
            }
        }
    }
}

/// <summary>A mapping of a file that cannot be written.</summary>
internal sealed record CodeRange(nint Start, nint Length)
{
    /// <summary>Whether the line begins a mapping; <paramref name="range"/> is null if that is of another kind.</summary>
    public static bool TryRead(ReadOnlySpan<byte> line, out CodeRange? range)
    {
        // 00401000-005e5000 r-xp 00001000 fe:00 5309267    /usr/sbin/runtime-shim
        range = null;
        if (!Utf8Parser.TryParse(line, out long start, out int length, 'x') || length >= line.Length || line[length] != '-'
            || !Utf8Parser.TryParse(line[(length + 1)..], out long end, out int more, 'x'))
        {
            return false;
        }

        ReadOnlySpan<byte> rest = line[(length + 1 + more)..];
        if ((rest.StartsWith(" r-xp "u8) || rest.StartsWith(" r--p "u8)) && rest.Contains((byte)'/'))
        {
            range = new CodeRange((nint)start, (nint)(end - start));
        }

        return true;
    }
}
