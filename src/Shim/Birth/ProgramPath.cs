using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Shim.Birth;

/// <summary>Finds a program as execvp(3) does.</summary>
internal static class ProgramPath
{
    private const uint AnyoneMayExecute = 0x49; // 0111
    private const string DefaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /// <param name="name">With a slash it is a path already.</param>
    /// <exception cref="KernelException">There is none in $PATH.</exception>
    public static string Find(string name)
    {
        if (name.Contains('/'))
        {
            return name;
        }

        foreach (string directory in (OwnEnvironment.Value("PATH") ?? DefaultPath).Split(':'))
        {
            string path = directory + "/" + name;
            if (Kernel.TryStat(path, out statx status) == 0 && (status.stx_mode & S_IFMT) == S_IFREG && (status.stx_mode & AnyoneMayExecute) != 0)
            {
                return path;
            }
        }

        throw new KernelException($"finding \"{name}\" in $PATH", Errno.ENOENT);
    }
}
