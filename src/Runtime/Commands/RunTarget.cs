using System.Globalization;
using System.Text;
using Runtime.State;
using Runtime.Syscalls;

namespace Runtime.Commands;

/// <summary>What <c>run</c> is to run: the argument may be an id, as in runc, or a bundle, which is handier by hand.</summary>
/// <param name="Id">The container's.</param>
/// <param name="Bundle">A directory.</param>
/// <param name="IsBundle">The argument was the bundle.</param>
internal sealed record RunTarget(string Id, string Bundle, bool IsBundle)
{
    private const string ConfigName = "config.json";

    /// <param name="argument">A slash or "." make it a bundle. A bare word is one only where it cannot be meant as an id.</param>
    /// <param name="bundle">That of --bundle, with which the argument is an id; null if it was not given.</param>
    /// <param name="rootPath">Where ids must be new.</param>
    public static RunTarget Read(string argument, string? bundle, string rootPath)
    {
        if (bundle is not null)
        {
            return new RunTarget(argument, bundle, IsBundle: false);
        }

        bool isPath = argument is "." or ".." || argument.Contains('/');
        bool isBundle = isPath || (!Exists(ConfigName) && Exists($"{argument}/{ConfigName}"));
        return isBundle ? new RunTarget(NewId(argument, rootPath), argument, isBundle) : new RunTarget(argument, ".", isBundle);
    }

    private static bool Exists(string path) => Kernel.TryStat(path, out _) == 0;

    // The bundle's name; a second container of it gets a number.
    private static string NewId(string bundle, string rootPath)
    {
        string name = NameOf(bundle);
        using StateRoot? root = StateRoot.Open(rootPath);
        string id = name;
        for (int i = 2; root is not null && root.Has(id); i++)
        {
            id = name + "-" + i.ToString(CultureInfo.InvariantCulture);
        }

        return id;
    }

    private static string NameOf(string bundle)
    {
        string path = bundle.TrimEnd('/');
        string last = path[(path.LastIndexOf('/') + 1)..];
        if (last is "" or "." or "..")
        {
            // The name of the directory itself is known only to the kernel.
            using Descriptor directory = Kernel.Open(bundle, Flags.O_PATH | Flags.O_DIRECTORY);
            path = Kernel.ReadLink("/proc/self/fd/" + directory.Number.ToString(CultureInfo.InvariantCulture));
            last = path[(path.LastIndexOf('/') + 1)..];
        }

        StringBuilder name = new();
        foreach (char character in last)
        {
            name.Append(ContainerId.IsAllowed(character) ? character : '_');
        }

        return name.Length > 0 && name.ToString() is not ("." or "..") ? name.ToString() : "container";
    }
}
