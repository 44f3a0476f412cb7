using System.Text.Json.Nodes;
using Runtime.Commands;
using Xunit;

namespace Runtime.Tests.Commands;

public sealed class FeaturesTests
{
    [Fact]
    public void Features_say_what_callers_ask_for()
    {
        JsonNode features = JsonNode.Parse(FeaturesDocument.Compose(["bind", "ro"], ["CAP_CHOWN"]).Bytes)!;

        Assert.Equal("1.0.0", (string?)features["ociVersionMin"]);
        Assert.Equal("1.3.0", (string?)features["ociVersionMax"]);
        Assert.Equal("""["prestart","createRuntime","createContainer","startContainer","poststart","poststop"]""", features["hooks"]!.ToJsonString());
        Assert.Equal("""["bind","ro"]""", features["mountOptions"]!.ToJsonString());
        Assert.Equal("""["CAP_CHOWN"]""", features["linux"]!["capabilities"]!.ToJsonString());
        Assert.Equal("""["cgroup","ipc","mount","network","pid","time","user","uts"]""", features["linux"]!["namespaces"]!.ToJsonString());
        Assert.True((bool)features["linux"]!["seccomp"]!["enabled"]!);
        Assert.Equal("false", (string?)features["annotations"]!["org.opencontainers.runc.checkpoint.enabled"]);
        Assert.True((bool)features["linux"]!["apparmor"]!["enabled"]!);
        Assert.True((bool)features["linux"]!["selinux"]!["enabled"]!);
        Assert.True((bool)features["linux"]!["netDevices"]!["enabled"]!);
        Assert.Equal("""{"enabled":true,"schemata":true,"monitoring":true}""", features["linux"]!["intelRdt"]!.ToJsonString());
        Assert.Equal("""["MPOL_F_NUMA_BALANCING","MPOL_F_RELATIVE_NODES","MPOL_F_STATIC_NODES"]""", features["linux"]!["memoryPolicy"]!["flags"]!.ToJsonString());
        Assert.Contains("run.oci.keep_original_groups", features["potentiallyUnsafeConfigAnnotations"]!.ToJsonString(), System.StringComparison.Ordinal);
    }

    [Fact] // every kernel this program supports has them
    public void Old_seccomp_flags_are_found_in_this_kernel()
    {
        JsonNode seccomp = JsonNode.Parse(FeaturesDocument.Compose([], []).Bytes)!["linux"]!["seccomp"]!;

        string supported = seccomp["supportedFlags"]!.ToJsonString();
        Assert.StartsWith("""["SECCOMP_FILTER_FLAG_LOG","SECCOMP_FILTER_FLAG_SPEC_ALLOW","SECCOMP_FILTER_FLAG_TSYNC""", supported, System.StringComparison.Ordinal);
    }

    [Fact]
    public void Features_is_one_indented_document()
    {
        RuntimeCall call = RuntimeCall.Of("features");

        Assert.Equal((0, ""), (call.Status, call.Error));
        Assert.StartsWith("{\n    \"ociVersionMin\": \"1.0.0\",\n", call.Output, System.StringComparison.Ordinal);
        Assert.EndsWith("\n}\n", call.Output, System.StringComparison.Ordinal);
    }
}
