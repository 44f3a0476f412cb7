using System;
using System.Text;
using Runtime.Syscalls;
using static Runtime.Syscalls.Flags;

namespace Runtime.Resources;

/// <summary>
/// Opens, reads and writes below a directory of a cgroup file system. Refusals are returned as −errno: that a file is missing
/// is most often an answer here, and an exception thrown on the way would cost more than a whole launch.
/// </summary>
internal static class CgroupFile
{
    // A mount or a link placed below a hierarchy must not lead a write to another file (CVE-2025-52881).
    private const ulong OnlyBelow = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS | RESOLVE_NO_SYMLINKS | RESOLVE_NO_XDEV;

    /// <summary>A number that the caller owns, or −errno.</summary>
    /// <param name="directory">The descriptor of a directory.</param>
    /// <param name="path">Clean: no "..", no leading slash.</param>
    /// <param name="flags">O_ flags.</param>
    public static int Open(int directory, string path, int flags)
    {
        int opened = Kernel.TryOpenAt2(directory, path, flags, OnlyBelow);
        return opened == -Errno.ENOSYS ? OpenStepByStep(directory, path, flags) : opened;
    }

    /// <summary>0 or −errno.</summary>
    public static int Write(int directory, string path, string value)
    {
        int opened = Open(directory, path, O_WRONLY);
        if (opened < 0)
        {
            return opened;
        }
        using Descriptor file = new(opened);
        int written = Kernel.TryWrite(file.Number, Encoding.UTF8.GetBytes(value)); // one call: the kernel takes each as a whole
        return written < 0 ? written : 0;
    }

    /// <summary>0 and the file's text without its last line feed, or −errno.</summary>
    public static int Read(int directory, string path, out string text)
    {
        text = "";
        int opened = Open(directory, path, O_RDONLY);
        if (opened < 0)
        {
            return opened;
        }
        using Descriptor file = new(opened);
        Span<byte> chunk = stackalloc byte[4096];
        StringBuilder content = new();
        int length;
        while ((length = Kernel.TryRead(file.Number, chunk)) > 0)
        {
            content.Append(Encoding.ASCII.GetString(chunk[..length]));
        }
        text = content.ToString().TrimEnd('\n');
        return length;
    }

    // Where a seccomp profile around us does not know openat2. Cgroup file systems have no links of their own, so
    // refusing them at every step is the same promise.
    private static int OpenStepByStep(int directory, string path, int flags)
    {
        Descriptor? at = null;
        int start = 0;
        while (true)
        {
            int slash = path.IndexOf('/', start);
            string name = slash < 0 ? path[start..] : path[start..slash];
            int opened = Kernel.TryOpenAt(at?.Number ?? directory, name, O_NOFOLLOW | (slash < 0 ? flags : O_PATH | O_DIRECTORY));
            at?.Dispose();
            if (slash < 0 || opened < 0)
            {
                return opened;
            }
            at = new Descriptor(opened);
            start = slash + 1;
        }
    }
}
