using System;
using System.Globalization;
using System.Text;
using System.Text.Json;

using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Shim.Death;

/// <summary>What is known of a container's end; on disk before anybody is told of it, so that it survives the shim.</summary>
internal sealed record ExitRecord(int Pid, int Status, timespec Time, bool WasOutOfMemory)
{
    private const int LongestRecord = 512;

    /// <summary>One line of JSON, there as a whole or not at all.</summary>
    public void Write(string path)
    {
        string text = string.Create(
            CultureInfo.InvariantCulture,
            $"{{\"pid\":{Pid},\"exitCode\":{Status},\"exitedAt\":{Time.tv_sec},\"exitedAtNanoseconds\":{Time.tv_nsec},\"oomKilled\":{(WasOutOfMemory ? "true" : "false")}}}\n");
        AtomicFile.Write(path, Encoding.ASCII.GetBytes(text), 0x180); // 0600
    }

    /// <summary>Null where there is none, or none that could have been written here.</summary>
    public static ExitRecord? Read(string path)
    {
        Span<byte> bytes = stackalloc byte[LongestRecord];
        int length = Kernel.TryReadFile(AT_FDCWD, path, bytes);
        if (length <= 0)
        {
            return null;
        }

        int pid = 0;
        int? status = null;
        timespec time = default;
        bool wasOutOfMemory = false;
        try
        {
            Utf8JsonReader reader = new(bytes[..length]);
            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.PropertyName)
                {
                    continue;
                }

                bool isPid = reader.ValueTextEquals("pid"u8);
                bool isStatus = reader.ValueTextEquals("exitCode"u8);
                bool isSeconds = reader.ValueTextEquals("exitedAt"u8);
                bool isNanoseconds = reader.ValueTextEquals("exitedAtNanoseconds"u8);
                bool isOutOfMemory = reader.ValueTextEquals("oomKilled"u8);
                reader.Read();
                pid = isPid ? reader.GetInt32() : pid;
                status = isStatus ? reader.GetInt32() : status;
                time.tv_sec = isSeconds ? reader.GetInt64() : time.tv_sec;
                time.tv_nsec = isNanoseconds ? reader.GetInt64() : time.tv_nsec;
                wasOutOfMemory = isOutOfMemory ? reader.GetBoolean() : wasOutOfMemory;
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }

        return status is int known ? new ExitRecord(pid, known, time, wasOutOfMemory) : null;
    }
}
