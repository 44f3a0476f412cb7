using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

using Runtime.Config;

namespace Runtime.State;

/// <summary>
/// The state of a container as its hooks read it on standard input (runtime-spec 1.3, runtime.md, State): one line, slashes as they are,
/// because hooks take it apart with sed.
/// </summary>
internal static class HookState
{
    /// <param name="state">The container.</param>
    /// <param name="status">creating, created, running or stopped.</param>
    /// <param name="pid">As the hook's pid namespace knows the first process; 0: it is gone.</param>
    public static byte[] Write(ContainerState state, string status, int pid)
    {
        ArrayBufferWriter<byte> bytes = new(512);
        using (Utf8JsonWriter writer = new(bytes, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteString("ociVersion", state.OciVersion);
            writer.WriteString("id", state.Id);
            writer.WriteString("status", status);
            writer.WriteNumber("pid", pid);
            writer.WriteString("bundle", state.Bundle);
            writer.WriteStartObject("annotations");
            foreach (NamedValue annotation in state.Annotations)
            {
                writer.WriteString(annotation.Name, annotation.Value);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return bytes.WrittenSpan.ToArray();
    }
}
