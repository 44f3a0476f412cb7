using System;
using Runtime.Config;

namespace Runtime.Resources;

/// <summary>The device rules that are in force: the configuration's, then those every container needs.</summary>
internal static class DeviceRules
{
    public const DeviceAccess EveryAccess = DeviceAccess.Mknod | DeviceAccess.Read | DeviceAccess.Write;

    // runc appends these to every list and no configuration can take them away. Engines rely on them: nobody else
    // would allow /dev/null, and a container may make any node it likes as long as it cannot open it.
    private static readonly DeviceRuleSpec[] s_always =
    [
        Allow(DeviceRuleType.Character, null, null, DeviceAccess.Mknod),
        Allow(DeviceRuleType.Block, null, null, DeviceAccess.Mknod),
        Allow(DeviceRuleType.Character, 1, 3, EveryAccess),    // /dev/null
        Allow(DeviceRuleType.Character, 1, 8, EveryAccess),    // /dev/random
        Allow(DeviceRuleType.Character, 1, 7, EveryAccess),    // /dev/full
        Allow(DeviceRuleType.Character, 5, 0, EveryAccess),    // /dev/tty
        Allow(DeviceRuleType.Character, 1, 5, EveryAccess),    // /dev/zero
        Allow(DeviceRuleType.Character, 1, 9, EveryAccess),    // /dev/urandom
        Allow(DeviceRuleType.Character, 136, null, EveryAccess), // /dev/pts/N
        Allow(DeviceRuleType.Character, 5, 2, EveryAccess),    // /dev/ptmx
        Allow(DeviceRuleType.Character, 10, 200, EveryAccess), // /dev/net/tun
    ];

    /// <summary>
    /// The rules in order, over a start that denies everything. A rule about every access to every device overrides all
    /// before it, so the result has such a rule at most as its first, and is just that one if it allows and nothing after it denies.
    /// </summary>
    public static ReadOnlySpan<DeviceRuleSpec> InForce(DeviceRuleSpec[] configured)
    {
        DeviceRuleSpec[] rules = [.. configured, .. s_always];

        int first = 0;
        bool laterDenies = false;
        for (int i = 0; i < rules.Length; i++)
        {
            if (IsAboutEverything(rules[i]))
            {
                first = i;
                laterDenies = false;
            }
            else if (!rules[i].Allow)
            {
                laterDenies = true;
            }
        }
        bool nothingIsDenied = rules[first].Allow && IsAboutEverything(rules[first]) && !laterDenies;
        return nothingIsDenied ? rules.AsSpan(first, 1) : rules.AsSpan(first);
    }

    /// <summary>There is nothing to filter.</summary>
    public static bool AllowEverything(ReadOnlySpan<DeviceRuleSpec> inForce)
    {
        return inForce.Length == 1;
    }

    public static bool IsAboutEverything(DeviceRuleSpec rule)
    {
        return rule.Type == DeviceRuleType.All && rule.Major is null && rule.Minor is null && rule.Access == EveryAccess;
    }

    private static DeviceRuleSpec Allow(DeviceRuleType type, uint? major, uint? minor, DeviceAccess access)
    {
        return new DeviceRuleSpec { Allow = true, Type = type, Major = major, Minor = minor, Access = access };
    }
}
