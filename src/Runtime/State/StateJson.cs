using System;
using System.Collections.Generic;
using System.Text.Json;
using Runtime.Config;

namespace Runtime.State;

/// <summary>state.json. Nobody but this program reads it; properties it does not know, of a newer version, are passed over.</summary>
internal static class StateJson
{
    public static ReadOnlySpan<byte> Write(ContainerState state)
    {
        JsonText text = JsonText.OneLine();
        text.WriteStartObject();
        text.WriteString("ociVersion", state.OciVersion);
        text.WriteString("id", state.Id);
        text.WriteNumber("pid", state.Pid);
        text.WriteNumber("startTime", (long)state.StartTime);
        text.WriteString("created", state.Created);
        text.WriteString("bundle", state.Bundle);
        text.WriteString("rootfs", state.RootPath);
        WriteAnnotations(text, state.Annotations);
        WriteCgroups(text, state.Cgroups);
        WriteIfAny(text, "systemdUnit", state.SystemdUnit);
        text.WriteBoolean("isUserUnit", state.IsUserUnit);
        text.WriteBoolean("hasPrivatePidNamespace", state.HasPrivatePidNamespace);
        text.WriteNumber("mountBelowRoot", (long)state.MountBelowRoot);
        WriteResctrl(text, state.Resctrl);
        text.WriteBoolean("hasPoststartHooks", state.HasPoststartHooks);
        text.WriteBoolean("hasPoststopHooks", state.HasPoststopHooks);
        text.WriteBoolean("keepsKeyring", state.KeepsKeyring);
        text.WriteBoolean("isRootless", state.IsRootless);
        text.WriteEndObject();
        return text.Bytes;
    }

    /// <summary>Throws <see cref="JsonException"/> where the text is no state.</summary>
    public static ContainerState Read(ReadOnlySpan<byte> text)
    {
        ContainerState state = new() { OciVersion = "", Id = "", Created = "", Bundle = "", RootPath = "" };
        Utf8JsonReader reader = new(text);
        Expect(ref reader, JsonTokenType.StartObject);
        while (ReadName(ref reader) is string name)
        {
            state = name switch
            {
                "ociVersion" => state with { OciVersion = ReadString(ref reader) },
                "id" => state with { Id = ReadString(ref reader) },
                "pid" => state with { Pid = (int)ReadNumber(ref reader) },
                "startTime" => state with { StartTime = ReadNumber(ref reader) },
                "created" => state with { Created = ReadString(ref reader) },
                "bundle" => state with { Bundle = ReadString(ref reader) },
                "rootfs" => state with { RootPath = ReadString(ref reader) },
                "annotations" => state with { Annotations = ReadAnnotations(ref reader) },
                "cgroups" => state with { Cgroups = ReadCgroups(ref reader) },
                "systemdUnit" => state with { SystemdUnit = ReadString(ref reader) },
                "isUserUnit" => state with { IsUserUnit = ReadBoolean(ref reader) },
                "hasPrivatePidNamespace" => state with { HasPrivatePidNamespace = ReadBoolean(ref reader) },
                "mountBelowRoot" => state with { MountBelowRoot = ReadNumber(ref reader) },
                "resctrl" => state with { Resctrl = ReadResctrl(ref reader) },
                "hasPoststartHooks" => state with { HasPoststartHooks = ReadBoolean(ref reader) },
                "hasPoststopHooks" => state with { HasPoststopHooks = ReadBoolean(ref reader) },
                "keepsKeyring" => state with { KeepsKeyring = ReadBoolean(ref reader) },
                "isRootless" => state with { IsRootless = ReadBoolean(ref reader) },
                _ => Skip(ref reader, state),
            };
        }

        return state;
    }

    private static void WriteIfAny(JsonText text, string name, string? value)
    {
        if (value is not null)
        {
            text.WriteString(name, value);
        }
    }

    private static void WriteAnnotations(JsonText text, NamedValue[] annotations)
    {
        text.WriteStartObject("annotations");
        foreach (NamedValue annotation in annotations)
        {
            text.WriteString(annotation.Name, annotation.Value);
        }

        text.WriteEndObject();
    }

    private static void WriteCgroups(JsonText text, SavedCgroup[] cgroups)
    {
        text.WriteStartArray("cgroups");
        foreach (SavedCgroup cgroup in cgroups)
        {
            text.WriteStartObject();
            text.WriteString("controller", cgroup.Controller);
            text.WriteString("path", cgroup.Path);
            text.WriteBoolean("isOurs", cgroup.IsOurs);
            text.WriteEndObject();
        }

        text.WriteEndArray();
    }

    private static void WriteResctrl(JsonText text, SavedResctrl? resctrl)
    {
        if (resctrl is not null)
        {
            text.WriteStartObject("resctrl");
            text.WriteString("path", resctrl.Path);
            WriteIfAny(text, "monitor", resctrl.Monitor);
            text.WriteBoolean("isOurs", resctrl.IsOurs);
            text.WriteEndObject();
        }
    }

    // Null at the end of the object.
    private static string? ReadName(ref Utf8JsonReader reader)
    {
        Advance(ref reader);
        return reader.TokenType == JsonTokenType.EndObject ? null : reader.GetString();
    }

    private static string ReadString(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.String);
        return reader.GetString()!;
    }

    private static ulong ReadNumber(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.Number);
        return reader.TryGetUInt64(out ulong number) ? number : throw new JsonException("a number is out of range");
    }

    private static bool ReadBoolean(ref Utf8JsonReader reader)
    {
        Advance(ref reader);
        return reader.TokenType switch
        {
            JsonTokenType.True => true,
            JsonTokenType.False => false,
            _ => throw new JsonException($"{reader.TokenType} where a boolean should be"),
        };
    }

    private static NamedValue[] ReadAnnotations(ref Utf8JsonReader reader)
    {
        List<NamedValue> annotations = [];
        Expect(ref reader, JsonTokenType.StartObject);
        while (ReadName(ref reader) is string name)
        {
            annotations.Add(new NamedValue(name, ReadString(ref reader)));
        }

        return [.. annotations];
    }

    private static SavedCgroup[] ReadCgroups(ref Utf8JsonReader reader)
    {
        List<SavedCgroup> cgroups = [];
        Expect(ref reader, JsonTokenType.StartArray);
        Advance(ref reader);
        while (reader.TokenType == JsonTokenType.StartObject)
        {
            cgroups.Add(ReadCgroup(ref reader));
            Advance(ref reader);
        }

        return [.. cgroups];
    }

    private static SavedCgroup ReadCgroup(ref Utf8JsonReader reader)
    {
        SavedCgroup cgroup = new("", "", false);
        while (ReadName(ref reader) is string name)
        {
            cgroup = name switch
            {
                "controller" => cgroup with { Controller = ReadString(ref reader) },
                "path" => cgroup with { Path = ReadString(ref reader) },
                "isOurs" => cgroup with { IsOurs = ReadBoolean(ref reader) },
                _ => throw new JsonException($"\"{name}\" in a cgroup"),
            };
        }

        return cgroup;
    }

    private static SavedResctrl ReadResctrl(ref Utf8JsonReader reader)
    {
        SavedResctrl resctrl = new("", null, false);
        Expect(ref reader, JsonTokenType.StartObject);
        while (ReadName(ref reader) is string name)
        {
            resctrl = name switch
            {
                "path" => resctrl with { Path = ReadString(ref reader) },
                "monitor" => resctrl with { Monitor = ReadString(ref reader) },
                "isOurs" => resctrl with { IsOurs = ReadBoolean(ref reader) },
                _ => throw new JsonException($"\"{name}\" in a resctrl group"),
            };
        }

        return resctrl;
    }

    private static ContainerState Skip(ref Utf8JsonReader reader, ContainerState state)
    {
        Advance(ref reader);
        reader.Skip();
        return state;
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType type)
    {
        Advance(ref reader);
        if (reader.TokenType != type)
        {
            throw new JsonException($"{reader.TokenType} where {type} should be");
        }
    }

    private static void Advance(ref Utf8JsonReader reader)
    {
        if (!reader.Read())
        {
            throw new JsonException("it ends too soon");
        }
    }
}
