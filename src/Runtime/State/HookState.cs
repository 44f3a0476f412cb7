using System;

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
    public static ReadOnlySpan<byte> Write(ContainerState state, string status, int pid)
    {
        JsonText text = JsonText.OneLine();
        text.WriteStartObject();
        WriteMembers(text, state, status, pid);
        text.WriteEndObject();
        return text.Bytes;
    }

    /// <summary>What <see cref="Write"/> writes, within a larger document.</summary>
    public static void WriteMembers(JsonText text, ContainerState state, string status, int pid)
    {
        text.WriteString("ociVersion", state.OciVersion);
        text.WriteString("id", state.Id);
        text.WriteString("status", status);
        text.WriteNumber("pid", pid);
        text.WriteString("bundle", state.Bundle);
        text.WriteStartObject("annotations");
        foreach (NamedValue annotation in state.Annotations)
        {
            text.WriteString(annotation.Name, annotation.Value);
        }

        text.WriteEndObject();
    }
}
