using System;
using System.Text;
using Runtime.Config;

namespace Runtime.Resources;

/// <summary>
/// The text of a <c>schemata</c> file: lines such as <c>L3:0=ff;1=ff</c> and <c>MB:0=50</c>, a resource and its value in each domain
/// (Documentation/filesystems/resctrl.rst).
/// </summary>
internal static class Schemata
{
    private const string Bandwidth = "MB";

    /// <summary>What config.json asks for, in the order in which it is written: a later line may replace an earlier one. Empty: nothing.</summary>
    public static string Of(IntelRdtSpec rdt)
    {
        StringBuilder text = new();
        foreach (ReadOnlySpan<char> line in (rdt.L3CacheSchema ?? "").AsSpan().EnumerateLines())
        {
            // Only memBwSchema says the bandwidth (config-linux.md, IntelRdt).
            if (!line.IsEmpty && !NameOf(line).SequenceEqual(Bandwidth))
            {
                text.Append(line).Append('\n');
            }
        }

        AppendLine(text, rdt.MemBwSchema ?? "");
        foreach (string line in rdt.Schemata)
        {
            AppendLine(text, line);
        }

        return text.ToString();
    }

    /// <summary>The first value that is wanted and is another, as <c>L3:0=ff</c>; null: all are as wanted.</summary>
    /// <param name="wanted">Some of the resources, in some of the domains.</param>
    /// <param name="actual">As the kernel shows it, which pads names and values and drops zeros in front.</param>
    public static string? FirstDifference(string wanted, string actual)
    {
        foreach (ReadOnlySpan<char> line in wanted.AsSpan().EnumerateLines())
        {
            ReadOnlySpan<char> resource = NameOf(line);
            foreach (Range part in Values(line).Split(';'))
            {
                ReadOnlySpan<char> domain = DomainOf(Values(line)[part]);
                if (!domain.IsEmpty && !Value(wanted, resource, domain).Equals(Value(actual, resource, domain), StringComparison.OrdinalIgnoreCase))
                {
                    return $"{resource}:{domain}={Value(wanted, resource, domain)}";
                }
            }
        }

        return null;
    }

    private static void AppendLine(StringBuilder text, string line)
    {
        if (line.Length > 0)
        {
            text.Append(line).Append('\n');
        }
    }

    /// <summary>Of the last line that has it, which counts; empty if none has.</summary>
    private static ReadOnlySpan<char> Value(ReadOnlySpan<char> text, ReadOnlySpan<char> resource, ReadOnlySpan<char> domain)
    {
        ReadOnlySpan<char> found = [];
        foreach (ReadOnlySpan<char> line in text.EnumerateLines())
        {
            ReadOnlySpan<char> values = NameOf(line).SequenceEqual(resource) ? Values(line) : [];
            foreach (Range part in values.Split(';'))
            {
                if (DomainOf(values[part]).SequenceEqual(domain))
                {
                    found = values[part][(values[part].IndexOf('=') + 1)..].Trim();
                }
            }
        }

        ReadOnlySpan<char> digits = found.TrimStart('0');
        return digits.IsEmpty && !found.IsEmpty ? found[..1] : digits;
    }

    private static ReadOnlySpan<char> NameOf(ReadOnlySpan<char> line) => line[..Math.Max(0, line.IndexOf(':'))].Trim();

    private static ReadOnlySpan<char> Values(ReadOnlySpan<char> line) => line[(line.IndexOf(':') + 1)..];

    private static ReadOnlySpan<char> DomainOf(ReadOnlySpan<char> value) => value[..Math.Max(0, value.IndexOf('='))].Trim();
}
