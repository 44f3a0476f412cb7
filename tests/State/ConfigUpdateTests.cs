using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using Runtime.State;
using Xunit;

namespace Runtime.Tests.State;

public sealed class ConfigUpdateTests
{
    public static TheoryData<string> Examples => [.. Directory.GetFiles(RepositoryFiles.PathOf("config-schema/good"), "*.json").Select(path => Path.GetFileName(path))];

    [Theory]
    [MemberData(nameof(Examples))]
    public void What_does_not_change_stays_as_it_is(string name)
    {
        byte[] config = File.ReadAllBytes(RepositoryFiles.PathOf($"config-schema/good/{name}"));

        JsonNode? merged = JsonNode.Parse(ConfigUpdate.Merge(config, "{}"u8.ToArray()).ToArray());

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(config), merged), merged?.ToJsonString());
    }

    [Theory]
    [InlineData("""{"a": 1}""", """{"a": 2}""", """{"a": 2}""")]
    [InlineData("""{"a": {"b": 1, "c": [true, null]}}""", """{"a": {"b": 18446744073709551615}}""", """{"a": {"b": 18446744073709551615, "c": [true, null]}}""")]
    [InlineData("""{"a": 1}""", """{"linux": {"resources": {"cpu": {"cpus": "0-1"}}}}""", """{"a": 1, "linux": {"resources": {"cpu": {"cpus": "0-1"}}}}""")]
    [InlineData("""{"a": {"b": "\u0007\"\\é"}}""", """{"a": {"c": "x\ny"}}""", """{"a": {"b": "\u0007\"\\é", "c": "x\ny"}}""")]
    [InlineData("""{"a": 1, "b": {"c": 2}}""", """{"a": null, "b": {"c": null, "d": null}}""", """{"a": 1, "b": {"c": 2}}""")]
    [InlineData("""{"a": null}""", """{"a": {"b": 1}}""", """{"a": {"b": 1}}""")]
    [InlineData("""{"a": {"b": 1}}""", """{"a": {"c": {}}, "d": {"e": {"f": null}}}""", """{"a": {"b": 1}}""")]
    [InlineData(
        """{"memory": {"limit": 5, "swap": 6}, "cpu": {"shares": 7, "cpus": "0"}, "blockIO": {"weight": 8}, "pids": {"limit": 9}}""",
        """{"memory": {"limit": 0, "swap": 0, "reservation": 0}, "cpu": {"shares": 0, "quota": 4, "cpus": "", "mems": ""}, "blockIO": {"weight": 0}, "pids": {"limit": 0}}""",
        """{"memory": {"limit": 5, "swap": 6}, "cpu": {"shares": 7, "cpus": "0", "quota": 4}, "blockIO": {"weight": 8}, "pids": {"limit": 0}}""")]
    [InlineData("""{"devices": [{"allow": false}]}""", """{"devices": []}""", """{"devices": [{"allow": false}]}""")]
    [InlineData(
        """{"hugepageLimits": [{"pageSize": "2MB", "limit": 0}], "devices": [{"allow": false}]}""",
        """{"hugepageLimits": [{"pageSize": "1GB", "limit": 0}], "devices": [{"allow": true, "access": "rwm"}]}""",
        """{"hugepageLimits": [{"pageSize": "2MB", "limit": 0}, {"pageSize": "1GB", "limit": 0}], "devices": [{"allow": true, "access": "rwm"}]}""")]
    public void Members_are_replaced_and_lists_go_on(string config, string change, string merged)
    {
        string text = Encoding.UTF8.GetString(ConfigUpdate.Merge(Encoding.UTF8.GetBytes(config), Encoding.UTF8.GetBytes(change)));

        Assert.Equal(JsonNode.Parse(merged)!.ToJsonString(), JsonNode.Parse(text)!.ToJsonString());
    }
}
