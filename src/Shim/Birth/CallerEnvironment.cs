using System;
using System.Text;

using Runtime.Syscalls;

namespace Runtime.Shim.Birth;

/// <summary>What the caller has set for the runtime and the exit command, NOTIFY_SOCKET included: the container's notifications go there.</summary>
internal static class CallerEnvironment
{
    public static string[] Read()
    {
        string[] variables = Encoding.UTF8.GetString(Kernel.ReadAll("/proc/self/environ")).Split('\0', StringSplitOptions.RemoveEmptyEntries);
        return Array.FindAll(variables, variable => !variable.StartsWith("DOTNET_", StringComparison.Ordinal)); // this program's garbage collector's
    }
}
