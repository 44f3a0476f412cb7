using System.IO;
using Runtime.Config;
using Xunit;

namespace Runtime.Tests.Config;

/// <summary>The examples of config-schema: what is accepted, and what is refused with exactly which words.</summary>
public sealed class ConfigExamplesTests
{
    // A machine that can do everything, so that an example is judged for itself.
    private static readonly HostFacts s_ableHost = new()
    {
        IsRootless = false,
        HasApparmor = true,
        HasSelinux = true,
        HasIntelRdt = true,
        HasCacheAllocation = true,
        HasBandwidthAllocation = true,
    };

    public static TheoryData<string> Good => Names("config-schema/good");

    public static TheoryData<string> Bad => Names("config-schema/bad");

    public static TheoryData<string> Golden => Names("tests/Golden");

    [Theory]
    [MemberData(nameof(Good))]
    public void Good_example_is_accepted(string name) => ReadAndCheck("config-schema/good", name, s_ableHost);

    [Theory]
    [MemberData(nameof(Golden))]
    public void Golden_config_is_accepted(string name)
    {
        ReadAndCheck("tests/Golden", name, s_ableHost with { IsRootless = name == "rootless.json" });
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void Bad_example_is_refused_with_its_exact_message(string name)
    {
        string expected = File.ReadAllText(RepositoryFiles.PathOf($"config-schema/bad/{Path.ChangeExtension(name, ".error")}"));

        ConfigException exception = Assert.Throws<ConfigException>(() => ReadAndCheck("config-schema/bad", name, s_ableHost));

        Assert.Equal(expected, exception.Message + "\n");
    }

    [Fact]
    public void Every_error_file_belongs_to_an_example()
    {
        string[] errors = Directory.GetFiles(RepositoryFiles.PathOf("config-schema/bad"), "*.error");

        Assert.True(errors.Length >= 60, $"only {errors.Length} bad examples");
        Assert.All(errors, error => Assert.True(File.Exists(Path.ChangeExtension(error, ".json")), error));
    }

    private static void ReadAndCheck(string folder, string name, HostFacts host)
    {
        Spec spec = SpecReader.ReadSpec("config.json", File.ReadAllBytes(RepositoryFiles.PathOf($"{folder}/{name}")));
        Checks.Check(spec, host);
    }

    private static TheoryData<string> Names(string folder)
    {
        TheoryData<string> names = [];
        foreach (string file in Directory.GetFiles(RepositoryFiles.PathOf(folder), "*.json"))
        {
            names.Add(Path.GetFileName(file));
        }

        return names;
    }
}
