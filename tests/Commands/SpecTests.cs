using System.IO;
using System.Text.Json.Nodes;
using Runtime.Commands;
using Runtime.State;
using Runtime.Tests.State;
using Xunit;

namespace Runtime.Tests.Commands;

public sealed class SpecTests
{
    [Fact]
    public void Example_is_that_of_the_golden_config()
    {
        string golden = File.ReadAllText(RepositoryFiles.PathOf("tests/Golden/spec-default.json"));

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(golden), Parse(ExampleSpec.Privileged(hasCgroupNamespace: true))));
    }

    [Fact]
    public void Example_is_indented_by_tabs()
    {
        string text = System.Text.Encoding.UTF8.GetString(ExampleSpec.Privileged(hasCgroupNamespace: true).Bytes);

        Assert.StartsWith("{\n\t\"ociVersion\": \"1.3.0\",\n\t\"process\": {\n\t\t\"terminal\": true,\n", text, System.StringComparison.Ordinal);
        Assert.EndsWith("\t\t]\n\t}\n}", text, System.StringComparison.Ordinal);
    }

    [Fact]
    public void Rootless_example_differs_in_what_a_user_namespace_forbids()
    {
        JsonNode expected = Parse(ExampleSpec.Privileged(hasCgroupNamespace: false));
        JsonObject linux = expected["linux"]!.AsObject();
        linux.Remove("resources");
        linux["uidMappings"] = JsonNode.Parse("""[{"containerID":0,"hostID":1000,"size":1}]""");
        linux["gidMappings"] = JsonNode.Parse("""[{"containerID":0,"hostID":100,"size":1}]""");
        linux["namespaces"] = JsonNode.Parse("""[{"type":"pid"},{"type":"ipc"},{"type":"uts"},{"type":"mount"},{"type":"user"}]""");
        expected["mounts"]![2]!["options"]!.AsArray().RemoveAt(5);
        expected["mounts"]![5] = JsonNode.Parse("""{"destination":"/sys","type":"none","source":"/sys","options":["rbind","nosuid","noexec","nodev","ro"]}""");

        Assert.True(JsonNode.DeepEquals(expected, Parse(ExampleSpec.Rootless(hasCgroupNamespace: false, uid: 1000, gid: 100))));
    }

    [Fact]
    public void Spec_does_not_overwrite()
    {
        using TemporaryDirectory place = new();

        Assert.Equal(new RuntimeCall(0, "", ""), RuntimeCall.In(place.Path, "spec"));
        string written = File.ReadAllText($"{place.Path}/config.json");
        Assert.Equal(
            new RuntimeCall(1, "", "runtime: File config.json exists. Remove it first\n"),
            RuntimeCall.Of("spec", "--bundle", place.Path));
        Assert.Equal(written, File.ReadAllText($"{place.Path}/config.json"));
    }

    private static JsonNode Parse(JsonText text) => JsonNode.Parse(text.Bytes)!;
}
