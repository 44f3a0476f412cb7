using Runtime.Config;
using Xunit;

namespace Runtime.Tests.Config;

public sealed class VersionChecksTests
{
    [Theory]
    [InlineData("1.0.0")]
    [InlineData("1.0.0-rc5-dev")]
    [InlineData("1.9.0")]
    [InlineData("1.3.0-rc.1+build.5-x")]
    [InlineData("1.3.0+build")]
    public void Versions_of_the_first_major_are_accepted(string version) => VersionChecks.Check(WithVersion(version));

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("1.3")]
    [InlineData("1.3.0.1")]
    [InlineData("v1.3.0")]
    [InlineData("1.03.0")]
    [InlineData("1.3.-1")]
    [InlineData("1.3.0-")]
    [InlineData("1.3.0-rc..1")]
    [InlineData("1.3.0+a+b")]
    [InlineData("1.3.0 ")]
    public void Other_texts_are_no_versions(string version)
    {
        ConfigException exception = Assert.Throws<ConfigException>(() => VersionChecks.Check(WithVersion(version)));

        Assert.Equal($"config.json: ociVersion: \"{version}\" is not a SemVer 2.0.0 version", exception.Message);
    }

    [Theory]
    [InlineData("0.9.0")]
    [InlineData("2.0.0-rc.1")]
    [InlineData("10.0.0")]
    public void Other_majors_are_not_supported(string version)
    {
        ConfigException exception = Assert.Throws<ConfigException>(() => VersionChecks.Check(WithVersion(version)));

        Assert.Equal($"config.json: ociVersion: \"{version}\" is not supported; the major version must be 1", exception.Message);
    }

    private static Spec WithVersion(string version) => new() { OciVersion = version, Root = new RootSpec { Path = "r" } };
}
