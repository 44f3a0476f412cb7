using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using Runtime.Syscalls;
using static Runtime.Syscalls.Flags;

namespace Runtime.Commands;

/// <summary>The names of this machine's users, from /etc/passwd as it is when the first is asked for.</summary>
internal sealed class UserNames
{
    private readonly Dictionary<uint, string> _known = [];
    private string? _passwd;

    /// <summary>The name, or <c>#1000</c> for one that is not listed.</summary>
    public string Of(uint user)
    {
        if (!_known.TryGetValue(user, out string? name))
        {
            string number = user.ToString(CultureInfo.InvariantCulture);
            name = Find(_passwd ??= Read(), number) ?? "#" + number;
            _known.Add(user, name);
        }

        return name;
    }

    private static string Read()
    {
        int file = Kernel.TryOpenAt(AT_FDCWD, "/etc/passwd", O_RDONLY);
        if (file < 0)
        {
            return ""; // a minimal host needs no such file
        }

        using Descriptor passwd = new(file);
        return Encoding.UTF8.GetString(Kernel.ReadAll(passwd.Number));
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
