using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using Runtime.Config;

namespace Runtime.Tests.Plan;

/// <summary>Real profiles: captured from engines on x86-64, and podman's file, which has something for every architecture.</summary>
internal static class Profiles
{
    /// <summary>What docker.io, containerd and podman of Debian 12 wrote into config.json for a plain container.</summary>
    public static readonly string[] Captured = ["docker-20.10.24", "containerd-1.6.20", "podman-4.3.1"];

    private const string PodmanFile = "/usr/share/containers/seccomp.json"; // golang-github-containers-common

    public static SeccompSpec Read(string name)
    {
        string path = RepositoryFiles.PathOf($"tests/Plan/Security/Profiles/{name}.json");
        return SpecReader.ReadSpec(path, File.ReadAllBytes(path)).Linux.Seccomp!;
    }

    /// <summary>Podman's file for a machine, as containers/common resolves it for a container without capabilities.</summary>
    public static SeccompSpec ReadPodman(SeccompArch native)
    {
        using JsonDocument file = JsonDocument.Parse(File.ReadAllBytes(PodmanFile));
        JsonElement root = file.RootElement;
        return new SeccompSpec
        {
            DefaultAction = Enum.Parse<SeccompAction>(root.GetProperty("defaultAction").GetString()!),
            DefaultErrnoRet = root.GetProperty("defaultErrnoRet").GetUInt32(),
            Architectures = root.GetProperty("archMap").EnumerateArray()
                .Where(map => Arch(map.GetProperty("architecture")) == native)
                .SelectMany(map => map.GetProperty("subArchitectures").EnumerateArray())
                .Select(Arch).ToArray(),
            Syscalls = root.GetProperty("syscalls").EnumerateArray().Where(rule => Applies(rule, GoName(native))).Select(ReadRule).ToArray(),
        };
    }

    private static SeccompArch Arch(JsonElement word) => Enum.Parse<SeccompArch>(word.GetString()!);

    private static bool Applies(JsonElement rule, string machine)
    {
        string[] arches = Words(rule, "includes", "arches");
        return (arches.Length == 0 || arches.Contains(machine)) && Words(rule, "includes", "caps").Length == 0
            && !Words(rule, "excludes", "arches").Contains(machine);
    }

    private static string[] Words(JsonElement rule, string group, string member)
    {
        return rule.TryGetProperty(group, out JsonElement filter) && filter.TryGetProperty(member, out JsonElement words)
            ? words.EnumerateArray().Select(word => word.GetString()!).ToArray()
            : [];
    }

    private static SeccompSyscallSpec ReadRule(JsonElement rule) => new()
    {
        Names = rule.GetProperty("names").EnumerateArray().Select(name => name.GetString()!).ToArray(),
        Action = Enum.Parse<SeccompAction>(rule.GetProperty("action").GetString()!),
        ErrnoRet = rule.TryGetProperty("errnoRet", out JsonElement errno) ? errno.GetUInt32() : null,
        Args = rule.GetProperty("args").EnumerateArray().Select(arg => new SeccompArgSpec
        {
            Index = arg.GetProperty("index").GetUInt32(),
            Value = arg.GetProperty("value").GetUInt64(),
            ValueTwo = arg.GetProperty("valueTwo").GetUInt64(),
            Op = Enum.Parse<SeccompOperator>(arg.GetProperty("op").GetString()!),
        }).ToArray(),
    };

    private static string GoName(SeccompArch native) => native switch
    {
        SeccompArch.SCMP_ARCH_X86_64 => "amd64",
        SeccompArch.SCMP_ARCH_AARCH64 => "arm64",
        _ => native.ToString()["SCMP_ARCH_".Length..].ToLowerInvariant(),
    };
}
