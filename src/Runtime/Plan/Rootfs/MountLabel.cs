using System.Text;

using Runtime.Config;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Plan;

/// <summary>The SELinux label of what the container's own mounts show: an option that the security module reads before the file system does.</summary>
internal static class MountLabel
{
    /// <summary>crun's: which of the four options it is.</summary>
    private const string TypeAnnotation = "run.oci.mount_context_type";

    /// <summary>The options of a mount that nothing else is asked of.</summary>
    public static MountOptions Options(LaunchSettings settings)
    {
        MountOptions options = MountOptions.Parse(new MountSpec { Destination = "" }, 0);
        AddTo(options, settings);
        return options;
    }

    /// <summary>Labels a file system that can be; one that has a label of its own keeps it.</summary>
    public static void AddTo(MountOptions options, LaunchSettings settings)
    {
        if (settings.Spec.Linux.MountLabel is not string label || options.Data.Exists(IsContext))
        {
            return;
        }

        string type = "context";
        foreach (NamedValue annotation in settings.Spec.Annotations)
        {
            type = annotation.Name == TypeAnnotation ? annotation.Value : type;
        }

        options.Data.Add($"{type}={label}");
    }

    /// <summary>A mqueue takes no such option; its root can be labelled as a file.</summary>
    public static void Set(PlanBuilder plan, Slot mount, LaunchSettings settings)
    {
        if (settings.Spec.Linux.MountLabel is string label)
        {
            Slot top = plan.Scratch("top");
            plan.Call(SystemCall.openat, mount, plan.Text("."), O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0).Into(top);
            plan.Call(SystemCall.fsetxattr, top, plan.Text("security.selinux"), plan.Text(label), Encoding.UTF8.GetByteCount(label), 0);
            plan.Call(SystemCall.close, top);
        }
    }

    private static bool IsContext(string word)
    {
        return word.StartsWith("context=", System.StringComparison.Ordinal)
            || word.StartsWith("fscontext=", System.StringComparison.Ordinal)
            || word.StartsWith("defcontext=", System.StringComparison.Ordinal)
            || word.StartsWith("rootcontext=", System.StringComparison.Ordinal);
    }
}
