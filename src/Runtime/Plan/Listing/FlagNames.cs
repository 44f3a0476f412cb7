using System.Globalization;
using System.Numerics;
using System.Text;

namespace Runtime.Plan;

/// <summary>Numbers by the names the kernel gives them. What has no name is shown as a number, and never left out.</summary>
internal static class FlagNames
{
    /// <summary>Where a long list of names may be broken: no text has this character, since quoting escapes it.</summary>
    public const char Break = '\u0001';

    private const int FewNames = 8;

    /// <summary>One of the names of a table.</summary>
    public static string One((string Name, ulong Value)[] names, long value)
    {
        foreach ((string name, ulong number) in names)
        {
            if (number == (ulong)value)
            {
                return name;
            }
        }

        return Number(value);
    }

    /// <summary>Every name whose bits are set, in the order of the table, which has the wider ones first; the rest in hexadecimal.</summary>
    public static string All((string Name, ulong Value)[] names, long value)
    {
        StringBuilder text = new();
        string separator = BitOperations.PopCount((ulong)value) > FewNames ? "|" + Break : "|";
        ulong rest = (ulong)value;
        foreach ((string name, ulong bits) in names)
        {
            if (bits == 0 ? value == 0 : (rest & bits) == bits)
            {
                Add(text, separator, name);
                rest &= ~bits;
            }
        }

        if (rest != 0 || text.Length == 0)
        {
            Add(text, separator, rest == 0 ? "0" : Hexadecimal(rest));
        }

        return text.ToString();
    }

    /// <summary>As open(2) has it: the access mode is a number among the flags.</summary>
    public static string Open(long value)
    {
        string access = (value & Syscalls.Flags.O_ACCMODE) switch
        {
            Syscalls.Flags.O_WRONLY => "O_WRONLY",
            Syscalls.Flags.O_RDWR => "O_RDWR",
            Syscalls.Flags.O_RDONLY => "O_RDONLY",
            _ => "O_ACCMODE",
        };
        long rest = value & ~(long)Syscalls.Flags.O_ACCMODE;
        if (rest == 0)
        {
            return access;
        }

        string flags = All(FlagTables.Of(ArgumentKind.OpenFlags)!, rest);
        return access == "O_RDONLY" && (rest & Syscalls.Flags.O_PATH) != 0 ? flags : access + "|" + flags;
    }

    public static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Hexadecimal(ulong value) => "0x" + value.ToString("x", CultureInfo.InvariantCulture);

    /// <summary>For readers that break no lines.</summary>
    public static string WithoutBreaks(string text) => text.Replace(Break.ToString(), "", System.StringComparison.Ordinal);

    private static void Add(StringBuilder text, string separator, string name)
    {
        if (text.Length > 0)
        {
            text.Append(separator);
        }

        text.Append(name);
    }
}
