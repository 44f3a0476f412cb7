using System;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Runtime.Tests.BlackBox;

/// <summary>A config.json that a test changes member by member; a member is named by its path: <c>process.user.uid</c>.</summary>
internal sealed class Configuration(string text)
{
    private static readonly JsonSerializerOptions s_plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly JsonObject _root = JsonNode.Parse(text)!.AsObject();

    public string Text => _root.ToJsonString(s_plain);

    public void Set(string path, JsonNode? value)
    {
        string[] names = path.Split('.');
        Above(names)[names[^1]] = value;
    }

    /// <summary>Sets a member to what a piece of JSON says.</summary>
    public void Json(string path, string text) => Set(path, JsonNode.Parse(text));

    public void Remove(string path)
    {
        string[] names = path.Split('.');
        Above(names).Remove(names[^1]);
    }

    /// <summary>Appends a piece of JSON to an array, which is made if there is none.</summary>
    public void Add(string path, string text)
    {
        string[] names = path.Split('.');
        JsonObject above = Above(names);
        JsonArray array = above[names[^1]]?.AsArray() ?? [];
        above[names[^1]] ??= array;
        array.Add(JsonNode.Parse(text));
    }

    /// <summary>The command line of the container.</summary>
    public void Args(params string[] words) => Set("process.args", Array(words));

    public void Strings(string path, params string[] words) => Set(path, Array(words));

    /// <summary>Replaces the namespaces; <c>type=path</c> joins one.</summary>
    public void Namespaces(params string[] words)
    {
        JsonArray namespaces = [];
        foreach (string word in words)
        {
            int equals = word.IndexOf('=', StringComparison.Ordinal);
            JsonObject item = new() { ["type"] = equals < 0 ? word : word[..equals] };
            if (equals >= 0)
            {
                item["path"] = word[(equals + 1)..];
            }

            namespaces.Add(item);
        }

        Set("linux.namespaces", namespaces);
    }

    /// <summary>Maps ids 0 … size−1 of the container to those from a host id on, users and groups alike.</summary>
    public void Map(int host, int size)
    {
        string mapping = $$"""[{"containerID":0,"hostID":{{host}},"size":{{size}}}]""";
        Json("linux.uidMappings", mapping);
        Json("linux.gidMappings", mapping);
    }

    /// <summary>Adds a mount at the end.</summary>
    public void Mount(string destination, string type, string source, params string[] options)
    {
        JsonObject mount = new() { ["destination"] = destination, ["type"] = type, ["source"] = source, ["options"] = Array(options) };
        Above(["mounts"])["mounts"]!.AsArray().Add(mount);
    }

    /// <summary>Removes the mount at a destination.</summary>
    public void Unmount(string destination)
    {
        JsonArray mounts = _root["mounts"]!.AsArray();
        for (int i = mounts.Count - 1; i >= 0; i--)
        {
            if ((string?)mounts[i]!["destination"] == destination)
            {
                mounts.RemoveAt(i);
            }
        }
    }

    private static JsonArray Array(string[] words)
    {
        JsonArray array = [];
        foreach (string word in words)
        {
            array.Add(word);
        }

        return array;
    }

    private JsonObject Above(string[] names)
    {
        JsonObject at = _root;
        foreach (string name in names.AsSpan(0, names.Length - 1))
        {
            at[name] ??= new JsonObject();
            at = at[name]!.AsObject();
        }

        return at;
    }
}
