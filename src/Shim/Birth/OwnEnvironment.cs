using System;
using System.Text;

using Runtime.Syscalls;

namespace Runtime.Shim.Birth;

/// <summary>The shim's environment, as far as it is meant for what it starts.</summary>
internal static class OwnEnvironment
{
    /// <summary>Read each time: nothing is kept for a rare event.</summary>
    public static string[] Read()
    {
        string[] variables = Encoding.UTF8.GetString(Kernel.ReadAll("/proc/self/environ")).Split('\0', StringSplitOptions.RemoveEmptyEntries);
        return Array.FindAll(variables, IsMeantForOthers);
    }

    public static string? Value(string name)
    {
        foreach (string variable in Read())
        {
            if (variable.Length > name.Length && variable[name.Length] == '=' && variable.StartsWith(name, StringComparison.Ordinal))
            {
                return variable[(name.Length + 1)..];
            }
        }

        return null;
    }

    /// <summary>NOTIFY_SOCKET is containerd's own, not the container's; the others are settings of this program's garbage collector.</summary>
    private static bool IsMeantForOthers(string variable)
    {
        return !variable.StartsWith("NOTIFY_SOCKET=", StringComparison.Ordinal)
            && !variable.StartsWith("DOTNET_", StringComparison.Ordinal)
            && !variable.StartsWith("COMPlus_", StringComparison.Ordinal);
    }
}
