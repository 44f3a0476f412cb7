using System.Globalization;
using System.Text;

using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Spawn;

/// <summary>The file that tells a caller the pid: digits and nothing else, since Go's Atoi takes no newline. It appears whole, and last.</summary>
internal static class PidFile
{
    private const uint ReadableByAll = 0x1b6; // 0666 without the umask's bits

    public static void Write(string path, int pid)
    {
        int slash = path.LastIndexOf('/');
        string directory = slash < 0 ? "." : slash == 0 ? "/" : path[..slash];
        string name = path[(slash + 1)..];
        using Descriptor at = Kernel.Open(directory, O_PATH | O_DIRECTORY | O_CLOEXEC);
        string temporary = "." + name;
        using (Descriptor file = Kernel.OpenAt(at.Number, temporary, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, ReadableByAll))
        {
            Kernel.Write(file.Number, Encoding.ASCII.GetBytes(pid.ToString(CultureInfo.InvariantCulture)));
        }

        Kernel.RenameAt(at.Number, temporary, at.Number, name);
    }
}
