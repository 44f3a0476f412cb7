using System;
using System.Text.Json;

using Runtime.Syscalls;

namespace Runtime.State;

/// <summary>How a supervised container ended: what its supervisor has written, as a whole or not at all.</summary>
/// <param name="ExitCode">As a shell has it: the exit status, or 128 and the signal that killed it.</param>
/// <param name="ExitedAt">RFC 3339, UTC.</param>
/// <param name="IsOutOfMemory">The kernel has killed in it for want of memory.</param>
internal sealed record ExitRecord(int ExitCode, string ExitedAt, bool IsOutOfMemory)
{
    private const int LongestRecord = 512;
    private const int NanosecondsPerTick = 100;

    /// <summary>Null where there is none.</summary>
    /// <param name="directory">Where <paramref name="path"/> begins.</param>
    /// <param name="path">Of the record.</param>
    /// <exception cref="StateException">It is no record.</exception>
    public static ExitRecord? Read(int directory, string path)
    {
        Span<byte> text = stackalloc byte[LongestRecord];
        int length = Kernel.TryReadFile(directory, path, text);
        if (length < 0)
        {
            return length == -Errno.ENOENT ? null : throw new KernelException($"reading {Quoted.Text(path)}", -length);
        }

        return TryRead(text[..length]) ?? throw new StateException("bad-state", $"reading {Quoted.Text(path)}: it is no exit record");
    }

    private static ExitRecord? TryRead(ReadOnlySpan<byte> text)
    {
        try
        {
            return Read(text);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    private static ExitRecord? Read(ReadOnlySpan<byte> text)
    {
        int? code = null;
        long seconds = 0;
        long nanoseconds = 0;
        bool isOutOfMemory = false;
        Utf8JsonReader reader = new(text);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
            {
                continue;
            }

            string name = reader.GetString()!;
            reader.Read();
            switch (name)
            {
                case "exitCode":
                    code = reader.GetInt32();
                    break;
                case "exitedAt":
                    seconds = reader.GetInt64();
                    break;
                case "exitedAtNanoseconds":
                    nanoseconds = reader.GetInt64();
                    break;
                case "oomKilled":
                    isOutOfMemory = reader.GetBoolean();
                    break;
            }
        }

        DateTime time = DateTime.UnixEpoch.AddTicks((seconds * TimeSpan.TicksPerSecond) + (nanoseconds / NanosecondsPerTick));
        return code is int known ? new ExitRecord(known, Timestamp.Nanoseconds(time), isOutOfMemory) : null;
    }
}
