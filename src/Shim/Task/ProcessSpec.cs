using System;
using System.Buffers;
using System.Text.Json;

namespace Runtime.Shim.Task;

/// <summary>The process of an Exec, an OCI process in JSON.</summary>
internal static class ProcessSpec
{
    /// <summary>The request says whether there is a terminal, whatever the process says.</summary>
    public static byte[] WithTerminal(byte[] spec, bool isTerminal)
    {
        try
        {
            using var process = JsonDocument.Parse(spec);
            bool says = process.RootElement.TryGetProperty("terminal", out JsonElement terminal) && terminal.ValueKind == JsonValueKind.True;
            if (says == isTerminal)
            {
                return spec;
            }

            ArrayBufferWriter<byte> bytes = new(spec.Length + 32);
            using Utf8JsonWriter writer = new(bytes);
            writer.WriteStartObject();
            writer.WriteBoolean("terminal", isTerminal);
            foreach (JsonProperty property in process.RootElement.EnumerateObject())
            {
                if (!property.NameEquals("terminal"u8))
                {
                    property.WriteTo(writer);
                }
            }

            writer.WriteEndObject();
            writer.Flush();
            return bytes.WrittenSpan.ToArray();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new UsageException("the process to execute is no JSON object");
        }
    }
}
