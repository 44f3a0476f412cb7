using System.Text.Json;
using Runtime.Config;
using Runtime.State;

namespace Runtime.Commands;

/// <summary>The state as callers read it: that of the specification with what runc adds. Also what hooks get on standard input.</summary>
internal static class StateDocument
{
    public static void Write(JsonText text, ContainerState state, ContainerStatus status, string owner)
    {
        Utf8JsonWriter writer = text.Writer;
        writer.WriteStartObject();
        writer.WriteString("ociVersion", state.OciVersion);
        writer.WriteString("id", state.Id);
        writer.WriteNumber("pid", status == ContainerStatus.Stopped ? 0 : state.Pid);
        writer.WriteString("status", ContainerStatusName.Of(status));
        writer.WriteString("bundle", state.Bundle);
        writer.WriteString("rootfs", state.RootPath);
        writer.WriteString("created", state.Created);
        if (state.Annotations.Length > 0)
        {
            writer.WriteStartObject("annotations");
            foreach (NamedValue annotation in state.Annotations)
            {
                writer.WriteString(annotation.Name, annotation.Value);
            }

            writer.WriteEndObject();
        }

        writer.WriteString("owner", owner);
        writer.WriteEndObject();
    }
}
