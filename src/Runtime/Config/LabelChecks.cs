namespace Runtime.Config;

/// <summary>A label needs its security module: without it the process would run unconfined.</summary>
internal static class LabelChecks
{
    public static void Check(ProcessSpec process, Place at, HostFacts host)
    {
        if (process.SelinuxLabel is not null && !host.HasSelinux)
        {
            throw at.Fault("selinuxLabel", "selinux label is specified in config, but selinux is disabled or not supported");
        }

        if (process.ApparmorProfile is not null && !host.HasApparmor)
        {
            throw at.Fault("apparmorProfile", "unable to apply apparmor profile: apparmor: config provided but apparmor not supported");
        }
    }
}
