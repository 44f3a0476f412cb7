using Runtime.Syscalls;

namespace Runtime.Config;

/// <summary>Each namespace once, and what needs a namespace of its own has it.</summary>
internal static class NamespaceChecks
{
    public static void Check(Spec spec, HostFacts host)
    {
        LinuxSpec linux = spec.Linux;
        CheckList(linux.Namespaces);
        if (spec.Hostname is not null && !linux.Has(NamespaceType.Uts))
        {
            throw Place.ConfigFile.Fault("hostname", "unable to set hostname without a private UTS namespace");
        }

        if (spec.Domainname is not null && !linux.Has(NamespaceType.Uts))
        {
            throw Place.ConfigFile.Fault("domainname", "unable to set domainname without a private UTS namespace");
        }

        if (!linux.Has(NamespaceType.Mount) && (linux.MaskedPaths.Length > 0 || linux.ReadonlyPaths.Length > 0))
        {
            string member = linux.MaskedPaths.Length > 0 ? "linux.maskedPaths" : "linux.readonlyPaths";
            throw Place.ConfigFile.Fault(member, "unable to restrict sys entries without a private MNT namespace");
        }

        if (!linux.Has(NamespaceType.Mount) && linux.RootfsPropagation is not null)
        {
            throw Place.ConfigFile.Fault("linux.rootfsPropagation", "unable to set the propagation of the host's mounts: there is no mount namespace");
        }

        if (linux.Has(NamespaceType.User) && !host.HasUserNamespaces)
        {
            throw Place.ConfigFile.Fault("linux.namespaces", "user namespaces aren't enabled in the kernel");
        }

        if (linux.Has(NamespaceType.Cgroup) && !host.HasCgroupNamespaces)
        {
            throw Place.ConfigFile.Fault("linux.namespaces", "cgroup namespaces aren't enabled in the kernel");
        }
    }

    private static void CheckList(NamespaceSpec[] namespaces)
    {
        int seen = 0;
        for (int i = 0; i < namespaces.Length; i++)
        {
            int bit = 1 << (int)namespaces[i].Type;
            if ((seen & bit) != 0)
            {
                string type = Words.NamespaceTypes.All[(int)namespaces[i].Type];
                throw Place.ConfigFile.Fault($"linux.namespaces[{i}].type", $"malformed spec file: duplicated ns \"{type}\"");
            }

            seen |= bit;
            if (namespaces[i].Path is { } path && path[0] != '/')
            {
                throw Place.ConfigFile.Fault($"linux.namespaces[{i}].path", $"expected an absolute path, got {Quoted.Text(path)}");
            }
        }
    }
}
