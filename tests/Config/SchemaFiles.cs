using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Json.Nodes;

namespace Runtime.Tests.Config;

/// <summary>The schemas of config-schema, and a walk over the properties they describe.</summary>
internal static class SchemaFiles
{
    public static IEnumerable<string> All => Directory.GetFiles(RepositoryFiles.PathOf("config-schema"), "*.schema.json");

    public static JsonObject Load(string file) => JsonNode.Parse(File.ReadAllText(RepositoryFiles.PathOf($"config-schema/{Path.GetFileName(file)}")))!.AsObject();

    /// <summary>Every property below a schema, with the reference resolved; array items are <c>[0]</c>, members of maps <c>*</c>.</summary>
    public static IEnumerable<(string Path, JsonObject Schema)> Properties(string file) => Walk(file, Load(file), "");

    /// <summary>The schema a reference means, and the file it is in.</summary>
    public static (string File, JsonObject Schema) Resolve(string file, string reference)
    {
        string[] parts = reference.Split('#');
        string target = parts[0].Length > 0 ? parts[0] : file;
        JsonNode node = Load(target);
        foreach (string step in parts.Length > 1 ? parts[1].Split('/', StringSplitOptions.RemoveEmptyEntries) : [])
        {
            node = node[step] ?? throw new InvalidDataException($"{file}: {reference} leads nowhere");
        }

        return (target, node.AsObject());
    }

    private static IEnumerable<(string Path, JsonObject Schema)> Walk(string file, JsonObject schema, string path)
    {
        if (schema["$ref"] is { } reference)
        {
            (file, schema) = Resolve(file, reference.GetValue<string>());
        }

        if (path.Length > 0)
        {
            yield return (path, schema);
        }

        foreach ((string step, JsonNode? child) in Children(schema))
        {
            string childPath = step.StartsWith('[') || path.Length == 0 ? path + step : $"{path}.{step}";
            foreach ((string Path, JsonObject Schema) found in Walk(file, child!.AsObject(), childPath))
            {
                yield return found;
            }
        }
    }

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Children(JsonObject schema)
    {
        foreach (KeyValuePair<string, JsonNode?> property in schema["properties"]?.AsObject() ?? [])
        {
            yield return property;
        }

        if (schema["items"] is { } items)
        {
            yield return new("[0]", items);
        }

        if (schema["additionalProperties"] is JsonObject values)
        {
            yield return new("*", values);
        }
    }
}
