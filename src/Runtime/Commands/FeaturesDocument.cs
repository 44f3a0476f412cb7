using System;
using System.Collections.Generic;
using Runtime.Config;
using Runtime.State;
using Runtime.Syscalls;
using static Runtime.Syscalls.Flags;

namespace Runtime.Commands;

/// <summary>
/// What this runtime can do (runtime-spec 1.3, features.md). Engines decide by it what they ask for.
/// </summary>
internal static class FeaturesDocument
{
    private const bool HasSystemdCgroups = true;
    private const bool HasApparmor = true;
    private const bool HasSelinux = true;
    private const bool HasIdMappedMounts = true;
    private const bool HasNetDevices = true;

    public static JsonText Compose(ReadOnlySpan<string> mountOptions, ReadOnlySpan<string> capabilities)
    {
        var text = JsonText.IndentedBySpaces(4);
        text.WriteStartObject();
        text.WriteString("ociVersionMin", "1.0.0");
        text.WriteString("ociVersionMax", ProgramVersion.Spec);
        text.WriteStrings("hooks", ["prestart", "createRuntime", "createContainer", "startContainer", "poststart", "poststop"]);
        text.WriteStrings("mountOptions", mountOptions);
        text.WriteStartObject("linux");
        text.WriteStrings("namespaces", Words.NamespaceTypes.All);
        text.WriteStrings("capabilities", capabilities);
        WriteCgroup(text);
        WriteSeccomp(text);
        WriteEnabled(text, "apparmor", HasApparmor);
        WriteEnabled(text, "selinux", HasSelinux);
        WriteIntelRdt(text);
        text.WriteStartObject("memoryPolicy");
        text.WriteStrings("modes", Sorted(Words.MemoryPolicyModes));
        text.WriteStrings("flags", Sorted(Words.MemoryPolicyFlags));
        text.WriteEndObject();
        text.WriteStartObject("mountExtensions");
        WriteEnabled(text, "idmap", HasIdMappedMounts);
        text.WriteEndObject();
        WriteEnabled(text, "netDevices", HasNetDevices);
        text.WriteEndObject();
        WriteAnnotations(text);
        text.WriteStrings("potentiallyUnsafeConfigAnnotations", BehaviourAnnotations.All);
        text.WriteEndObject();
        return text;
    }

    private static void WriteCgroup(JsonText text)
    {
        text.WriteStartObject("cgroup");
        text.WriteBoolean("v1", true);
        text.WriteBoolean("v2", true);
        text.WriteBoolean("systemd", HasSystemdCgroups);
        text.WriteBoolean("systemdUser", HasSystemdCgroups);
        text.WriteBoolean("rdma", true);
        text.WriteEndObject();
    }

    private static void WriteSeccomp(JsonText text)
    {
        text.WriteStartObject("seccomp");
        text.WriteBoolean("enabled", true);
        text.WriteStrings("actions", Sorted(Words.SeccompActions));
        text.WriteStrings("operators", Sorted(Words.SeccompOperators));
        text.WriteStrings("archs", Sorted(Words.SeccompArchitectures));
        text.WriteStrings("knownFlags", Sorted(Words.SeccompFlags));
        List<string> supported = [];
        foreach (string flag in Sorted(Words.SeccompFlags))
        {
            if (IsKernelSupporting(flag))
            {
                supported.Add(flag);
            }
        }

        text.WriteStrings("supportedFlags", [.. supported]);
        text.WriteEndObject();
    }

    // What the program can do, not what this machine has (features-linux.md).
    private static void WriteIntelRdt(JsonText text)
    {
        text.WriteStartObject("intelRdt");
        text.WriteBoolean("enabled", true);
        text.WriteBoolean("schemata", true);
        text.WriteBoolean("monitoring", true);
        text.WriteEndObject();
    }

    // The keys under which callers look for these facts are runc's.
    private static void WriteAnnotations(JsonText text)
    {
        text.WriteStartObject("annotations");
        text.WriteString("org.opencontainers.runc.checkpoint.enabled", "false");
        text.WriteString("org.opencontainers.runc.commit", Build.Commit);
        text.WriteString("org.opencontainers.runc.version", ProgramVersion.AsRunc);
        text.WriteEndObject();
    }

    private static void WriteEnabled(JsonText text, string name, bool isEnabled)
    {
        text.WriteStartObject(name);
        text.WriteBoolean("enabled", isEnabled);
        text.WriteEndObject();
    }

    private static string[] Sorted(Words words)
    {
        string[] sorted = words.All.ToArray();
        Array.Sort(sorted, string.CompareOrdinal);
        return sorted;
    }

    // The kernel looks at the flags before the filter, and says EINVAL to one it does not know, EFAULT to the filter that is not there.
    private static bool IsKernelSupporting(string flag)
    {
        uint bits = flag switch
        {
            "SECCOMP_FILTER_FLAG_TSYNC" => SECCOMP_FILTER_FLAG_TSYNC,
            "SECCOMP_FILTER_FLAG_LOG" => SECCOMP_FILTER_FLAG_LOG,
            "SECCOMP_FILTER_FLAG_SPEC_ALLOW" => SECCOMP_FILTER_FLAG_SPEC_ALLOW,

            // Goes only with a listener (seccomp(2)).
            "SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV" => SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV | SECCOMP_FILTER_FLAG_NEW_LISTENER,
            _ => 0,
        };
        return bits != 0 && RawCall.Invoke(SystemCall.seccomp, (nint)SECCOMP_SET_MODE_FILTER, (nint)bits, 0) == -Errno.EFAULT;
    }
}
