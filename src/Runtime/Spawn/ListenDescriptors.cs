using System.Globalization;

using Runtime.Syscalls;

namespace Runtime.Spawn;

/// <summary>Sockets that a service manager opened for this program, from descriptor 3 on: they are the container's (sd_listen_fds(3)).</summary>
internal static class ListenDescriptors
{
    /// <summary>How many there are; 0 also where they are meant for another process, from which this one has the environment.</summary>
    public static int Count()
    {
        return Number("LISTEN_PID") == Kernel.GetPid() ? Number("LISTEN_FDS") : 0;
    }

    /// <summary>What tells the container's process of them. It is number 1, as runc has it also where it has no pid namespace.</summary>
    public static string[] Environment(int count)
    {
        return count == 0 ? [] : ["LISTEN_FDS=" + count.ToString(CultureInfo.InvariantCulture), "LISTEN_PID=1"];
    }

    private static int Number(string name)
    {
        return int.TryParse(System.Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0;
    }
}
