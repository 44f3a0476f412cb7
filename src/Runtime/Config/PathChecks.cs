using Runtime.Syscalls;

namespace Runtime.Config;

/// <summary>Paths inside the container that the specification wants absolute.</summary>
internal static class PathChecks
{
    public static void Check(Spec spec)
    {
        RequireAbsolute(spec.Linux.MaskedPaths, "linux.maskedPaths");
        RequireAbsolute(spec.Linux.ReadonlyPaths, "linux.readonlyPaths");
        DeviceSpec[] devices = spec.Linux.Devices;
        for (int i = 0; i < devices.Length; i++)
        {
            if (!IsAbsolute(devices[i].Path))
            {
                throw Place.ConfigFile.Fault($"linux.devices[{i}].path", $"expected an absolute path, got {Quoted.Text(devices[i].Path)}");
            }
        }
    }

    public static bool IsAbsolute(string path) => path.StartsWith('/');

    private static void RequireAbsolute(string[] paths, string member)
    {
        for (int i = 0; i < paths.Length; i++)
        {
            if (!IsAbsolute(paths[i]))
            {
                throw Place.ConfigFile.Fault($"{member}[{i}]", $"expected an absolute path, got {Quoted.Text(paths[i])}");
            }
        }
    }
}
