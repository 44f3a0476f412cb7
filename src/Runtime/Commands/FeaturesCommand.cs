using Runtime.Plan;
using Runtime.State;

namespace Runtime.Commands;

/// <summary>Prints what this runtime can do.</summary>
internal sealed class FeaturesCommand() : Command("features", "", "print what this runtime can do, as JSON")
{
    // The words of config.md, Linux mount options, that the runtime takes itself; others go to the file system.
    private static readonly string[] s_mountOptions =
    [
        "async", "atime", "bind", "defaults", "dev", "diratime", "dirsync", "exec", "iversion", "lazytime", "loud", "mand", "noatime", "nodev",
        "nodiratime", "noexec", "noiversion", "nolazytime", "nomand", "norelatime", "nostrictatime", "nosuid", "nosymfollow", "private",
        "ratime", "rbind", "rdev", "rdiratime", "relatime", "remount", "rexec", "rnoatime", "rnodev", "rnodiratime", "rnoexec", "rnorelatime",
        "rnostrictatime", "rnosuid", "rnosymfollow", "ro", "rprivate", "rrelatime", "rro", "rrw", "rshared", "rslave", "rstrictatime", "rsuid",
        "rsymfollow", "runbindable", "rw", "shared", "silent", "slave", "strictatime", "suid", "symfollow", "sync", "tmpcopyup", "unbindable",
    ];

    public override int Run(GlobalOptions global, string[] arguments)
    {
        JsonText text = FeaturesDocument.Compose(s_mountOptions, CapabilityNames.All);
        Output.Write(text.Bytes);
        Output.Write("\n");
        return 0;
    }
}
