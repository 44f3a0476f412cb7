using System;
using System.Collections.Generic;

using Runtime.Config;

namespace Runtime.Plan;

/// <summary>What of <c>process.capabilities</c> will not be so: the specification wants that said, and the container run (config.md, Linux Process).</summary>
internal static class CapabilityWarnings
{
    public static List<string> Of(LaunchSettings settings)
    {
        List<string> warnings = [];
        if (settings.Process.Capabilities is not CapabilitiesSpec sets)
        {
            return warnings;
        }

        List<string> ignored = [];
        foreach (string[] set in (ReadOnlySpan<string[]>)[sets.Bounding, sets.Effective, sets.Inheritable, sets.Permitted, sets.Ambient])
        {
            foreach (string name in set)
            {
                if (!IsGrantable(name, settings.GrantableCapabilities) && !ignored.Contains(name))
                {
                    ignored.Add(name);
                }
            }
        }

        if (ignored.Count > 0)
        {
            ignored.Sort(StringComparer.Ordinal);
            warnings.Add($"ignoring unknown or unavailable capabilities: [{string.Join(' ', ignored)}]");
        }

        foreach (string name in sets.Ambient)
        {
            if (!ignored.Contains(name) && (Array.IndexOf(sets.Permitted, name) < 0 || Array.IndexOf(sets.Inheritable, name) < 0))
            {
                warnings.Add($"can't raise ambient capability {name}: it is not both permitted and inheritable");
            }
        }

        return warnings;
    }

    private static bool IsGrantable(string name, ulong grantable)
    {
        int number = CapabilityNames.NumberOf(name);
        return number >= 0 && (grantable & (1UL << number)) != 0;
    }
}
