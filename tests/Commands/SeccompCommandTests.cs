using System;
using System.IO;
using Runtime.Config;
using Runtime.Plan;
using Runtime.Tests.State;
using Xunit;

namespace Runtime.Tests.Commands;

public sealed class SeccompCommandTests
{
    [Fact]
    public void Filter_is_listed_with_the_names_it_lacks()
    {
        using TemporaryDirectory place = new();
        File.WriteAllText(
            $"{place.Path}/config.json",
            """
            {"ociVersion": "1.3.0", "root": {"path": "rootfs"}, "linux": {"seccomp": {"defaultAction": "SCMP_ACT_ALLOW",
             "syscalls": [{"names": ["mkdirat", "nonesuch"], "action": "SCMP_ACT_ERRNO", "errnoRet": 13}]}}}
            """);

        RuntimeCall call = RuntimeCall.Of("seccomp", place.Path);

        Assert.Equal((0, ""), (call.Status, call.Error));
        Assert.StartsWith("   0  load architecture\n   1  if == SCMP_ARCH_", call.Output, StringComparison.Ordinal);
        Assert.Contains(" (mkdirat) goto ", call.Output, StringComparison.Ordinal);
        Assert.Contains("  return ERRNO EACCES\n", call.Output, StringComparison.Ordinal);
        Assert.Contains("  return ALLOW\n", call.Output, StringComparison.Ordinal);
        Assert.EndsWith("ignored: nonesuch\n", call.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Filter_is_written_as_the_kernel_takes_it()
    {
        using TemporaryDirectory place = new();
        File.WriteAllText(
            $"{place.Path}/config.json",
            """{"ociVersion": "1.3.0", "root": {"path": "rootfs"}, "linux": {"seccomp": {"defaultAction": "SCMP_ACT_ALLOW"}}}""");

        Assert.Equal(new RuntimeCall(0, "", ""), RuntimeCall.Of("seccomp", "--bpf", $"{place.Path}/filter", place.Path));

        SeccompSpec spec = new() { DefaultAction = SeccompAction.SCMP_ACT_ALLOW };
        Assert.Equal(SeccompCompiler.Compile(spec).Bytes.ToArray(), File.ReadAllBytes($"{place.Path}/filter"));
    }

    [Fact]
    public void Bundle_without_a_filter_is_an_error()
    {
        using TemporaryDirectory place = new();
        File.WriteAllText($"{place.Path}/config.json", """{"ociVersion": "1.3.0", "root": {"path": "rootfs"}}""");

        Assert.Equal(
            new RuntimeCall(1, "", $"runtime: seccomp \"{place.Path}\": config.json: linux.seccomp: not given, so there is no filter\n"),
            RuntimeCall.Of("seccomp", place.Path));
    }
}
