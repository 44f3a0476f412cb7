using Runtime.Config;
using Runtime.State;

namespace Runtime.Commands;

/// <summary>The state as callers read it: that of the specification with what runc adds. Also what hooks get on standard input.</summary>
internal static class StateDocument
{
    public static void Write(JsonText text, ContainerState state, ContainerStatus status, ExitRecord? exit, string owner)
    {
        text.WriteStartObject();
        text.WriteString("ociVersion", state.OciVersion);
        text.WriteString("id", state.Id);
        text.WriteNumber("pid", status == ContainerStatus.Stopped ? 0 : state.Pid);
        text.WriteString("status", ContainerStatusName.Of(status));
        text.WriteString("bundle", state.Bundle);
        text.WriteString("rootfs", state.RootPath);
        text.WriteString("created", state.Created);
        if (exit is not null)
        {
            text.WriteNumber("exitCode", exit.ExitCode);
            text.WriteString("exitedAt", exit.ExitedAt);
            text.WriteBoolean("oomKilled", exit.IsOutOfMemory);
        }

        if (state.Annotations.Length > 0)
        {
            text.WriteStartObject("annotations");
            foreach (NamedValue annotation in state.Annotations)
            {
                text.WriteString(annotation.Name, annotation.Value);
            }

            text.WriteEndObject();
        }

        text.WriteString("owner", owner);
        text.WriteEndObject();
    }
}
