using Runtime.Config;
using Runtime.Syscalls;

namespace Runtime.Resources;

/// <summary>Device rules as the lines of the v1 devices controller.</summary>
internal static class DeviceList
{
    /// <summary>Writes the rules in order; the kernel keeps the list of exceptions they amount to.</summary>
    public static void Write(CgroupDirectory directory, DeviceRuleSpec[] configured, CgroupPermission permission)
    {
        foreach (DeviceRuleSpec rule in DeviceRules.InForce(configured))
        {
            foreach (string line in Lines(rule))
            {
                string file = rule.Allow ? "devices.allow" : "devices.deny";
                int error = directory.TryWrite(file, line);
                if (error == -Errno.EPERM && DeviceFilter.MayDoWithout(permission))
                {
                    return; // it would be refused for each of them
                }
                if (error < 0)
                {
                    throw directory.Refused(file, line, error);
                }
            }
        }
    }

    /// <summary>The kernel takes "a" only for all of everything: other rules about both kinds are two lines.</summary>
    public static string[] Lines(DeviceRuleSpec rule)
    {
        string rest = Number(rule.Major) + ":" + Number(rule.Minor) + " " + Access(rule.Access);
        return rule.Type switch
        {
            DeviceRuleType.Character => ["c " + rest],
            DeviceRuleType.Block => ["b " + rest],
            _ when DeviceRules.IsAboutEverything(rule) => ["a " + rest],
            _ => ["c " + rest, "b " + rest],
        };
    }

    private static string Number(uint? number)
    {
        return number is uint value ? LimitValue.Text(value) : "*";
    }

    private static string Access(DeviceAccess access)
    {
        return ((access & DeviceAccess.Read) != 0 ? "r" : "")
            + ((access & DeviceAccess.Write) != 0 ? "w" : "")
            + ((access & DeviceAccess.Mknod) != 0 ? "m" : "");
    }
}
