using System.Runtime.InteropServices;
using System.Text.Json;
using Runtime.Syscalls;

namespace Runtime.Config;

/// <summary>
/// Where in a document a value is: <c>mounts[3].options</c>, <c>annotations["a.b"]</c>.
/// It is found by searching the document, when there is something to complain about, so that reading costs no text.
/// </summary>
internal static class JsonPath
{
    /// <summary>The path of a value that is part of the document; empty for its root.</summary>
    public static string Find(JsonElement root, JsonElement wanted)
    {
        return Search(root, wanted, "") ?? "";
    }

    /// <summary>The path of a member of the object at <paramref name="path"/>.</summary>
    public static string Member(string path, string name)
    {
        if (!IsPlain(name))
        {
            return $"{path}[{Quoted.Text(name)}]";
        }

        return path.Length == 0 ? name : $"{path}.{name}";
    }

    private static string? Search(JsonElement node, JsonElement wanted, string path)
    {
        // Equality of spans is identity: the same bytes of the file are the same value.
        if (JsonMarshal.GetRawUtf8Value(node) == JsonMarshal.GetRawUtf8Value(wanted))
        {
            return path;
        }

        return node.ValueKind switch
        {
            JsonValueKind.Object => SearchObject(node, wanted, path),
            JsonValueKind.Array => SearchArray(node, wanted, path),
            _ => null,
        };
    }

    private static string? SearchObject(JsonElement node, JsonElement wanted, string path)
    {
        foreach (JsonProperty property in node.EnumerateObject())
        {
            if (Search(property.Value, wanted, Member(path, property.Name)) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private static string? SearchArray(JsonElement node, JsonElement wanted, string path)
    {
        int index = 0;
        foreach (JsonElement item in node.EnumerateArray())
        {
            if (Search(item, wanted, $"{path}[{index++}]") is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private static bool IsPlain(string name)
    {
        foreach (char c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '_')
            {
                return false;
            }
        }

        return name.Length > 0;
    }
}
