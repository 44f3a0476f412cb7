namespace Runtime.Config;

/// <summary><c>annotations</c> may have any names but the empty one (config.md, Annotations).</summary>
internal static class AnnotationChecks
{
    public static void Check(Spec spec)
    {
        foreach (NamedValue annotation in spec.Annotations)
        {
            if (annotation.Name.Length == 0)
            {
                throw Place.ConfigFile.Fault("annotations[\"\"]", "the name must not be empty");
            }
        }
    }
}
