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

    /// <summary>config.json as it was read: what the container was made from, whatever happens to the file.</summary>
    public required byte[] Text { get; init; }

    /// <summary>The container's root file system: absolute, <c>root.path</c> resolved against the bundle.</summary>
    public required string RootPath { get; init; }

    /// <summary>Reads a bundle; what the configuration means together is for <see cref="Checks"/>.</summary>
    /// <param name="path">A directory.</param>
    /// <param name="file">In place of its config.json; null: that.</param>
    /// <exception cref="ConfigException">There is no config.json, or it is not one.</exception>
    public static Bundle Open(string path, string? file = null)
    {
        using Descriptor directory = Kernel.Open(path, O_PATH | O_DIRECTORY);
        string realPath = Kernel.ReadLink($"/proc/self/fd/{directory.Number}");
        byte[] text = file is null ? ReadConfig(directory, realPath) : Kernel.ReadAll(file);
        Spec spec = SpecReader.ReadSpec(FileName, text);
        return new Bundle
        {
            Path = realPath,
            Spec = spec,
            Text = text,
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
