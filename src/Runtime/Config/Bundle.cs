using Runtime.Syscalls;
using static Runtime.Syscalls.Flags;

namespace Runtime.Config;

/// <summary>A directory with config.json, understood.</summary>
internal sealed record Bundle
{
    public const string FileName = "config.json";

    /// <summary>Absolute and free of symbolic links.</summary>
    public required string Path { get; init; }

    public required Spec Spec { get; init; }

    /// <summary>The container's root file system: absolute, <c>root.path</c> resolved against the bundle.</summary>
    public required string RootPath { get; init; }

    /// <summary>Reads a bundle; what the configuration means together is for <see cref="Checks"/>.</summary>
    /// <exception cref="ConfigException">There is no config.json, or it is not one.</exception>
    public static Bundle Open(string path)
    {
        using Descriptor directory = Kernel.Open(path, O_PATH | O_DIRECTORY);
        string realPath = Kernel.ReadLink($"/proc/self/fd/{directory.Number}");
        Spec spec = SpecReader.ReadSpec(FileName, ReadConfig(directory, realPath));
        return new Bundle
        {
            Path = realPath,
            Spec = spec,
            RootPath = Resolve(realPath, spec.Root.Path),
        };
    }

    private static byte[] ReadConfig(Descriptor directory, string path)
    {
        try
        {
            return Kernel.ReadAll(directory.Number, FileName);
        }
        catch (KernelException e) when (e.Errno == Errno.ENOENT)
        {
            throw new ConfigException($"JSON specification file {FileName} not found in {Quoted.Text(path)}");
        }
    }

    private static string Resolve(string bundle, string root)
    {
        string path = System.IO.Path.GetFullPath(System.IO.Path.Combine(bundle, root));
        return path.Length > 1 ? path.TrimEnd('/') : path;
    }
}
