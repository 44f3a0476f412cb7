using System;
using System.Text;

using Runtime.Syscalls;

using static Runtime.Syscalls.Flags;

namespace Runtime.Shim.Conmon;

/// <summary>The short way to the attach socket of a bundle whose path is longer than a socket's may be: LINK/attach.</summary>
internal sealed class AttachLink : IDisposable
{
    private const int LongestSocketPath = 107;

    private readonly string _path;

    public AttachLink(string link, string bundle)
    {
        _path = Encoding.UTF8.GetByteCount(link) == LongestSocketPath ? link[..^1] : link; // clients shorten it too
        _ = Kernel.TryUnlink(_path); // of a process before this one
        Kernel.SymlinkAt(bundle, AT_FDCWD, _path);
    }

    public void Dispose()
    {
        _ = Kernel.TryUnlink(_path); // the caller may have removed it
    }
}
