using System;
using Runtime.Syscalls;

namespace Runtime.Config;

/// <summary>Only parameters of a namespace of the container's own may be set: any other would change the host.</summary>
internal static class SysctlChecks
{
    public static void Check(Spec spec, HostFacts host)
    {
        foreach (NamedValue sysctl in spec.Linux.Sysctl)
        {
            if (Complaint(sysctl.Name, spec.Linux, host) is { } complaint)
            {
                throw Place.ConfigFile.Fault(JsonPath.Member("linux.sysctl", sysctl.Name), complaint);
            }
        }
    }

    private static string? Complaint(string written, LinuxSpec linux, HostFacts host)
    {
        string name = WithDots(written);
        if (IsIpc(name))
        {
            return linux.Has(NamespaceType.Ipc) ? null : $"sysctl {Quoted.Text(written)} is not allowed in the hosts ipc namespace";
        }

        if (name.StartsWith("net.", StringComparison.Ordinal))
        {
            return linux.Has(NamespaceType.Network) && !host.JoinsOwnNetwork ? null : $"sysctl {Quoted.Text(written)} not allowed in host network namespace";
        }

        if (name.StartsWith("user.", StringComparison.Ordinal))
        {
            return linux.Has(NamespaceType.User) ? null : $"setting ucounts without a user namespace not allowed: {written}";
        }

        if (linux.Has(NamespaceType.Uts) && name is "kernel.domainname")
        {
            return null;
        }

        return linux.Has(NamespaceType.Uts) && name is "kernel.hostname"
            ? $"sysctl {Quoted.Text(written)} conflicts with the OCI \"hostname\" field"
            : $"sysctl {Quoted.Text(written)} is not in a separate kernel namespace";
    }

    private static bool IsIpc(string name)
    {
        return name.StartsWith("fs.mqueue.", StringComparison.Ordinal)
            || name is "kernel.msgmax" or "kernel.msgmnb" or "kernel.msgmni" or "kernel.sem"
                or "kernel.shmall" or "kernel.shmmax" or "kernel.shmmni" or "kernel.shm_rmid_forced";
    }

    // sysctl(8): the first separator decides whether this is a.b.c, where a slash stands for a dot in a name, or a/b.x/c.
    private static string WithDots(string name)
    {
        int first = name.AsSpan().IndexOfAny('.', '/');
        if (first < 0 || name[first] == '.')
        {
            return name;
        }

        return string.Create(name.Length, name, (text, source) =>
        {
            for (int i = 0; i < text.Length; i++)
            {
                text[i] = source[i] switch { '.' => '/', '/' => '.', char other => other };
            }
        });
    }
}
