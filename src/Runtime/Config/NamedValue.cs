namespace Runtime.Config;

/// <summary>One member of a JSON object whose names are the user's own: an annotation, a sysctl, a cgroup file.</summary>
internal readonly record struct NamedValue(string Name, string Value);
