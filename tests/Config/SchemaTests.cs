using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Runtime.Config;
using Xunit;
using JsonObject = System.Text.Json.Nodes.JsonObject;
using JsonValue = System.Text.Json.Nodes.JsonValue;

namespace Runtime.Tests.Config;

/// <summary>Schemas and reader say the same: everything.json has a value for each property, which is made wrong one at a time.</summary>
public sealed partial class SchemaTests
{
    private static readonly string[] s_ofOtherPlatforms = ["windows", "solaris", "vm", "zos", "freebsd"];
    private static readonly HashSet<string> s_ignoredOnLinux = ["process.commandLine", "process.user.username"];

    public static TheoryData<string> Files => new(SchemaFiles.All);

    [Theory]
    [MemberData(nameof(Files))]
    public void Schema_is_well_formed_and_its_references_lead_somewhere(string file)
    {
        JsonObject schema = SchemaFiles.Load(file);

        Assert.Equal("https://json-schema.org/draft/2020-12/schema", schema["$schema"]!.GetValue<string>());
        Assert.Equal("object", schema["type"]!.GetValue<string>());
        Assert.NotEmpty(schema["description"]!.GetValue<string>());
        foreach (JsonObject node in Objects(schema))
        {
            if (node["$ref"] is JsonValue reference)
            {
                Assert.NotEmpty(SchemaFiles.Resolve(file, reference.GetValue<string>()).Schema);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_property_is_described(string file)
    {
        foreach (JsonObject node in Objects(SchemaFiles.Load(file)))
        {
            foreach ((string name, JsonNode? property) in node["properties"] as JsonObject ?? [])
            {
                Assert.True(property!["description"] is JsonValue text && text.GetValue<string>().Length > 0, $"{Path.GetFileName(file)}: {name}");
            }
        }
    }

    [Fact]
    public void Every_schema_property_is_read_with_its_type()
    {
        int count = 0;
        foreach ((string path, JsonObject schema) in SchemaFiles.Properties("config.schema.json"))
        {
            if (!s_ignoredOnLinux.Contains(path))
            {
                (string actualPath, string text) = Everything(path, IsText(schema) ? 7 : "wrong");

                ConfigException exception = Assert.Throws<ConfigException>(() => SpecReader.ReadSpec("config.json", Encoding.UTF8.GetBytes(text)));

                Assert.StartsWith($"config.json: {actualPath}: expected {Kind(schema)}, got ", exception.Message);
                count++;
            }
        }

        Assert.True(count > 200, $"only {count} properties");
    }

    [Fact]
    public void Every_required_property_is_missed()
    {
        foreach ((string path, JsonObject schema) in SchemaFiles.Properties("config.schema.json"))
        {
            foreach (JsonNode? name in schema["required"] as JsonArray ?? [])
            {
                // Judged by the checks, with the words of runc.
                string member = $"{path}.{name}";
                if (member is "process.args" or "linux.resources.devices[0].access" or "process.scheduler.policy")
                {
                    continue;
                }

                (string actualPath, string text) = Everything(member, null);

                ConfigException exception = Assert.Throws<ConfigException>(() => SpecReader.ReadSpec("config.json", Encoding.UTF8.GetBytes(text)));

                Assert.Equal($"config.json: {actualPath}: required, but missing", exception.Message);
            }
        }
    }

    [Fact]
    public void Every_name_the_reader_knows_is_in_a_schema()
    {
        HashSet<string> names = NamesIn(SchemaFiles.Load("config.schema.json"));
        names.UnionWith(NamesIn(SchemaFiles.Load("process.schema.json")));
        names.UnionWith(NamesIn(SchemaFiles.Load("resources.schema.json")));
        names.UnionWith(NamesIn(SchemaFiles.Load("seccomp.schema.json")));
        HashSet<string> read = [];
        foreach (string file in Directory.GetFiles(RepositoryFiles.PathOf("src/Runtime/Config"), "*Reader.cs"))
        {
            foreach (Match match in Utf8Literal().Matches(File.ReadAllText(file)))
            {
                read.Add(match.Groups[1].Value);
            }
        }

        Assert.True(read.Count > 100, $"only {read.Count} names");
        Assert.Subset(names, read);
    }

    [Fact]
    public void Every_name_of_the_official_schemas_is_in_ours()
    {
        string official = Path.GetFullPath(RepositoryFiles.PathOf("../shared/spec"));
        Assert.SkipUnless(Directory.Exists(official), $"the official schemas of runtime-spec are not at {official}");
        HashSet<string> ours = [.. s_ofOtherPlatforms];
        foreach (string file in SchemaFiles.All)
        {
            ours.UnionWith(NamesIn(SchemaFiles.Load(file)));
        }

        HashSet<string> theirs = [];
        foreach (string file in Directory.GetFiles(official, "*.json"))
        {
            theirs.UnionWith(NamesIn(JsonNode.Parse(File.ReadAllText(file))!));
        }

        Assert.True(theirs.Count > 150, $"only {theirs.Count} names");
        Assert.Subset(ours, theirs);
    }

    [GeneratedRegex("\"(\\w+)\"u8")]
    private static partial Regex Utf8Literal();

    /// <summary>everything.json with another value at a path; the path comes back with real names for the stars.</summary>
    private static (string Path, string Json) Everything(string path, JsonNode? value)
    {
        JsonNode root = JsonNode.Parse(File.ReadAllText(RepositoryFiles.PathOf("tests/Config/everything.json")))!;
        string actual = "";
        JsonNode node = root;
        string[] steps = path.Replace("[0]", ".[0]").Split('.');
        for (int i = 0; i < steps.Length; i++)
        {
            string step = steps[i] == "*" ? FirstName(node) : steps[i];
            bool isItem = step == "[0]";
            actual = isItem ? actual + step : JsonPath.Member(actual, step);
            JsonNode? child = isItem ? node[0] : node[step];
            Assert.True(child is not null, $"everything.json has no {actual}");
            if (i < steps.Length - 1)
            {
                node = child;
            }
            else if (isItem)
            {
                node[0] = value;
            }
            else
            {
                node[step] = value;
            }
        }

        return (actual, root.ToJsonString());
    }

    private static string FirstName(JsonNode node)
    {
        using IEnumerator<KeyValuePair<string, JsonNode?>> members = node.AsObject().GetEnumerator();
        return members.MoveNext() ? members.Current.Key : throw new InvalidDataException("everything.json has an empty map");
    }

    private static bool IsText(JsonObject schema) => Type(schema) == "string";

    private static string Kind(JsonObject schema) => Type(schema) switch
    {
        "object" => "an object",
        "array" => "an array",
        "string" => "a string",
        "boolean" => "a boolean",
        _ => "a number",
    };

    private static string Type(JsonObject schema) => schema["type"]!.GetValue<string>();

    private static HashSet<string> NamesIn(JsonNode schema)
    {
        HashSet<string> names = [];
        foreach (JsonObject node in Objects(schema))
        {
            foreach ((string name, JsonNode? property) in node["properties"] as JsonObject ?? [])
            {
                // A property called "properties" would be a list of names, not a schema.
                if (property is JsonObject)
                {
                    names.Add(name);
                }
            }
        }

        return names;
    }

    private static IEnumerable<JsonObject> Objects(JsonNode? node)
    {
        if (node is JsonObject parent)
        {
            yield return parent;
            foreach ((_, JsonNode? child) in parent)
            {
                foreach (JsonObject found in Objects(child))
                {
                    yield return found;
                }
            }
        }
        else if (node is JsonArray items)
        {
            foreach (JsonNode? item in items)
            {
                foreach (JsonObject found in Objects(item))
                {
                    yield return found;
                }
            }
        }
    }
}
