using System;
using Runtime.Config;
using Runtime.Syscalls;

namespace Runtime.Resources;

/// <summary>The annotations <c>org.systemd.property.NAME</c>: properties of the unit in the user's own words.</summary>
internal static class UnitAnnotations
{
    public const string Prefix = "org.systemd.property.";

    private const string Seconds = "Sec";
    private const int ShortestName = 3;

    /// <summary>Appends those that there are.</summary>
    public static void Append(PropertyList properties, NamedValue[] annotations)
    {
        foreach (NamedValue annotation in annotations)
        {
            if (annotation.Name.StartsWith(Prefix, StringComparison.Ordinal))
            {
                Append(properties, annotation.Name[Prefix.Length..], annotation);
            }
        }
    }

    private static void Append(PropertyList properties, string name, NamedValue annotation)
    {
        if (name.Length < ShortestName || name.AsSpan().ContainsAnyExcept(s_letters))
        {
            throw Place.ConfigFile.Fault("annotations", "annotation " + Quoted.Text(annotation.Name) + " name incorrect: " + Quoted.Text(name));
        }

        try
        {
            GVariantNode value = GVariantText.Parse(annotation.Value);
            if (IsInSeconds(name))
            {
                properties.Add(name[..^Seconds.Length] + "USec", value.Micro());
            }
            else
            {
                properties.Add(name, value);
            }
        }
        catch (FormatException fault)
        {
            throw Place.ConfigFile.Fault("annotations", "annotation " + Quoted.Text(annotation.Name) + " value parse error: " + fault.Message);
        }
    }

    // TimeoutStopSec of a unit file is TimeoutStopUSec on the bus; but USec itself ends in Sec too.
    private static bool IsInSeconds(string name)
    {
        return name.Length > Seconds.Length && name.EndsWith(Seconds, StringComparison.Ordinal) && char.IsAsciiLetterLower(name[^(Seconds.Length + 1)]);
    }

    private static readonly System.Buffers.SearchValues<char> s_letters =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
}
