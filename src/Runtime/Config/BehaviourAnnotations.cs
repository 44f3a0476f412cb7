using System;

namespace Runtime.Config;

/// <summary>The annotations that change what a launch does. Engines that pass on the annotations of users ask <c>features</c> for them.</summary>
internal static class BehaviourAnnotations
{
    /// <summary>crun's: the process keeps the caller's groups, which may open files that no id of the container can.</summary>
    private const string KeepOriginalGroups = "run.oci.keep_original_groups";

    public static readonly string[] All = [KeepOriginalGroups];

    public static bool KeepsOriginalGroups(Spec spec)
    {
        return Array.Exists(spec.Annotations, annotation => annotation.Name == KeepOriginalGroups && annotation.Value == "1");
    }
}
