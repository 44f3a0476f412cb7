using System;
using System.Collections.Generic;
using Runtime.Config;
using Runtime.Syscalls;

namespace Runtime.Resources;

/// <summary>
/// Device rules as properties of a unit, for cgroup v1, where systemd and we write the same list. On v2 systemd has a program of its own,
/// and both would have to allow an access: there it is left out of it, so that ours alone decides, also after <c>systemctl daemon-reload</c>.
/// </summary>
internal static class UnitDevices
{
    private const int FirstWithNumbers = 240; // it reads /dev/char/1:3 without looking for the node

    public static void Append(PropertyList properties, DeviceRuleSpec[] configured, Func<int> version)
    {
        ReadOnlySpan<DeviceRuleSpec> rules = DeviceRules.InForce(configured);
        if (DeviceRules.AllowEverything(rules))
        {
            properties.Add("DevicePolicy", "auto");
            properties.AddPairs("DeviceAllow", []); // an empty list takes back what was there
            return;
        }

        string known = Kernel.ReadText("/proc/devices");
        bool readsNumbers = version() >= FirstWithNumbers;
        List<(string, string)> allowed = [];
        foreach (DeviceRuleSpec rule in rules)
        {
            if (rule.Allow)
            {
                Append(allowed, rule, known, readsNumbers);
            }
        }

        properties.Add("DevicePolicy", "strict");
        properties.AddPairs("DeviceAllow", []);
        properties.AddPairs("DeviceAllow", allowed.ToArray());
    }

    private static void Append(List<(string Device, string Access)> allowed, DeviceRuleSpec rule, string known, bool readsNumbers)
    {
        foreach (string line in DeviceList.Lines(rule))
        {
            string[] words = line.Split(' '); // c 1:3 rwm
            string kind = words[0] == "b" ? "block" : "char";
            string[] numbers = words[1].Split(':');
            string? device = (numbers[0], numbers[1]) switch
            {
                ("*", "*") => kind + "-*",
                ("*", _) => null, // systemd knows no such rule; the list we write ourselves has it
                (string major, "*") => Group(known, kind, major),
                _ => "/dev/" + kind + "/" + words[1],
            };

            // A node that is missing only makes an old systemd complain in the journal.
            if (device is not null && (device[0] != '/' || readsNumbers || Kernel.TryStat(device, out _) == 0))
            {
                allowed.Add((device, words[2]));
            }
        }
    }

    /// <summary>Such as <c>char-pts</c>, by the name that /proc/devices gives a major number.</summary>
    public static string? Group(string known, string kind, string major)
    {
        bool isOfKind = false;
        foreach (string line in known.Split('\n'))
        {
            if (line.EndsWith(':'))
            {
                isOfKind = line.StartsWith(kind, StringComparison.OrdinalIgnoreCase); // "Character devices:", "Block devices:"
            }
            else if (isOfKind && line.TrimStart().Split(' ') is [string number, string name] && number == major)
            {
                return kind + "-" + name;
            }
        }

        return null;
    }
}
