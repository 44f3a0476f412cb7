using System;
using System.Globalization;
using System.Text;
using Runtime.Syscalls;
using static Runtime.Syscalls.Flags;

namespace Runtime.Commands;

/// <summary>The name of a user of this machine.</summary>
internal static class UserName
{
    /// <summary>From /etc/passwd, or <c>#1000</c> for one it does not list.</summary>
    public static string Of(uint user)
    {
        string number = user.ToString(CultureInfo.InvariantCulture);
        int file = Kernel.TryOpenAt(AT_FDCWD, "/etc/passwd", O_RDONLY);
        if (file < 0)
        {
            // A minimal host needs no such file.
            return "#" + number;
        }

        using Descriptor passwd = new(file);
        return Find(Encoding.UTF8.GetString(Kernel.ReadAll(passwd.Number)), number) ?? "#" + number;
    }

    // name:password:uid:gid:comment:home:shell
    private static string? Find(string passwd, string number)
    {
        foreach (string line in passwd.Split('\n'))
        {
            string[] fields = line.Split(':');
            if (fields.Length > 2 && string.Equals(fields[2], number, StringComparison.Ordinal))
            {
                return fields[0];
            }
        }

        return null;
    }
}
