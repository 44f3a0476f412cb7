using System;

namespace Runtime.State;

/// <summary>
/// What a seccomp agent is told of a process together with the listener of its filter (runtime-spec 1.3, config-linux.md, The Container
/// Process State).
/// </summary>
internal static class ContainerProcessState
{
    /// <param name="state">The container.</param>
    /// <param name="status">creating for its first process, running for a further one.</param>
    /// <param name="pid">The process that the filter is for, as the host knows it.</param>
    /// <param name="init">The first process of the container.</param>
    /// <param name="metadata">listenerMetadata; null: none.</param>
    public static ReadOnlySpan<byte> Write(ContainerState state, string status, int pid, int init, string? metadata)
    {
        JsonText text = JsonText.OneLine();
        text.WriteStartObject();
        text.WriteString("ociVersion", state.OciVersion);
        text.WriteStrings("fds", ["seccompFd"]); // the order of the descriptors in the message: there is one
        text.WriteNumber("pid", pid);
        if (metadata is not null)
        {
            text.WriteString("metadata", metadata);
        }

        text.WriteStartObject("state");
        HookState.WriteMembers(text, state, status, init);
        text.WriteEndObject();
        text.WriteEndObject();
        return text.Bytes;
    }
}
