namespace Runtime.Config;

/// <summary>Where an object that is being checked stands: <c>process</c> is a member of config.json, or the whole of a file of its own.</summary>
/// <param name="File">As the user knows it.</param>
/// <param name="Path">The JSON path; empty for the whole file.</param>
internal readonly record struct Place(string File, string Path)
{
    public static readonly Place ConfigFile = new(Bundle.FileName, "");

    /// <summary>Something is wrong with a member of the object.</summary>
    public ConfigException Fault(string member, string fault) => new(File, Path.Length == 0 ? member : $"{Path}.{member}", fault);
}
