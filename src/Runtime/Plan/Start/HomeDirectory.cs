using System;

using Runtime.Config;
using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Plan;

/// <summary>
/// HOME, where config.json sets none: the home of the user in the container's own passwd file, which init read into the plan.
/// The runtime completes it while init waits: text is only ever interpreted on the host's side.
/// </summary>
/// <param name="Uid">The user of the program.</param>
/// <param name="Size">The slot with the size of the file, or −errno.</param>
/// <param name="Content">Where the plan keeps the file.</param>
/// <param name="Variable">Where the plan keeps the text that starts with HOME=, <see cref="VariableSize"/> bytes.</param>
internal sealed unsafe record HomeDirectory(uint Uid, Slot Size, long Content, long Variable)
{
    /// <summary>What fits of a passwd file; real ones have a few kB.</summary>
    public const int ContentSize = 0x10_0000;

    public const int VariableSize = 4096;

    /// <summary>Writes the variable; without a passwd file or a line for the user it stays "/".</summary>
    public void Complete(LaunchPlan plan)
    {
        long size = plan[Size];
        if (size <= 0)
        {
            return;
        }

        ReadOnlySpan<byte> home = Find(new ReadOnlySpan<byte>(plan.Memory.At(Content), (int)size), Uid);
        if (home.Length > 0 && home.Length < VariableSize - "HOME=\0".Length && !home.Contains((byte)0))
        {
            Span<byte> value = new(plan.Memory.At(Variable) + "HOME=".Length, VariableSize - "HOME=".Length);
            home.CopyTo(value);
            value[home.Length] = 0;
        }
    }

    /// <summary>The home that the image alone decides, so that init need not be asked: no mount of config.json and no link can make /etc/passwd another file.</summary>
    /// <returns>Null: it takes a look from inside.</returns>
    public static string? InImage(LaunchSettings settings)
    {
        if (!settings.HasNew(NamespaceType.Mount))
        {
            return null; // in a joined mount namespace the path of the root may lead to another one
        }

        foreach (MountSpec mount in settings.Spec.Mounts)
        {
            // Nobody's mount point below /etc is called passwd but for this; and one that is reached by a link may be anywhere.
            if (PathSteps.Split(mount.Destination) is not ["proc" or "sys" or "dev", ..])
            {
                return null;
            }
        }

        int root = Kernel.TryOpenAt(AT_FDCWD, settings.Bundle.RootPath, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (root < 0)
        {
            return null;
        }

        using Descriptor directory = new(root);
        int file = Kernel.TryOpenAt2(root, "etc/passwd", O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS);
        if (file == -Errno.ENOENT)
        {
            return "/";
        }

        if (file < 0)
        {
            return null;
        }

        using Descriptor passwd = new(file);
        if ((Kernel.FStat(file).stx_mode & S_IFMT) != S_IFREG)
        {
            return null;
        }

        ReadOnlySpan<byte> home = Find(Kernel.ReadAll(file), settings.Process.User.Uid);
        return home.Length == 0 || home.Contains((byte)0) ? "/" : System.Text.Encoding.UTF8.GetString(home);
    }

    /// <summary>The sixth field of the first line whose third is the uid (passwd(5)); empty: there is none.</summary>
    public static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> passwd, uint uid)
    {
        Span<byte> wanted = stackalloc byte[10];
        _ = uid.TryFormat(wanted, out int digits);
        wanted = wanted[..digits];
        while (passwd.Length > 0)
        {
            int end = passwd.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = end < 0 ? passwd : passwd[..end];
            passwd = end < 0 ? [] : passwd[(end + 1)..];
            if (Field(line, 2).SequenceEqual(wanted))
            {
                return Field(line, 5);
            }
        }

        return [];
    }

    private static ReadOnlySpan<byte> Field(ReadOnlySpan<byte> line, int number)
    {
        for (; number > 0; number--)
        {
            int colon = line.IndexOf((byte)':');
            if (colon < 0)
            {
                return [];
            }

            line = line[(colon + 1)..];
        }

        int end = line.IndexOf((byte)':');
        return end < 0 ? line : line[..end];
    }
}
